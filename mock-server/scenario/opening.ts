/** What is there when a scenario begins: the topics' history, and who is present without being a client. */
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { Someone } from "./presence.ts";
import type { Wording } from "./wording.ts";

interface Remembered {
  readonly place: string;
  readonly topic: string;
  readonly data: unknown;
}

/** Oldest first; of topics that are in `remembered` nothing, and those that are told of are in it then. */
export function* history({ topics }: Scenario, wording: Wording, remembered: Set<string>): Generator<Remembered> {
  for (const [index, { name: topic, history: templates }] of topics.entries()) {
    if (templates.length === 0 || remembered.has(topic)) continue;
    remembered.add(topic);
    for (const [n, template] of templates.entries()) {
      const place = `topics[${index}].history[${n}]`;
      yield { place, topic, data: wording.fill(place, template, { on: "publish", topic }) };
    }
  }
}

export function people({ topics }: Scenario, wording: Wording): readonly Someone[] {
  return topics.flatMap(({ name: topic, presence }, index) =>
    presence.map(({ id, info }, n) => ({
      topic,
      id,
      info: wording.fill(`topics[${index}].presence[${n}].info`, info, undefined),
    })),
  );
}
