/** What an expectation asks, condition by condition, so that it can be said which of them something did not meet. */
import { matchesData, matchesRequest } from "../../src/scenario/patterns.ts";
import { matchesText } from "../../src/scenario/text-pattern.ts";
import type { CheckedExpectation, NotedHappening } from "./noted-happening.ts";

export interface Condition {
  /** As it is asked for: `action "speak"`. */
  readonly wants: string;
  /** Of what does not meet it: `another action`. */
  readonly otherwise: string;
  /** It asks what was done at all. */
  readonly isKind?: true;
  holds(noted: NotedHappening): boolean;
}

export function conditionsOf(expectation: CheckedExpectation): readonly Condition[] {
  const { on = "command", client, door, protocol, topic, action, data, request } = expectation;
  const conditions: Condition[] = [
    { wants: on, otherwise: `no ${on}`, isKind: true, holds: (noted) => noted.on === on },
  ];
  const ask = (name: string, asked: unknown, holds: Condition["holds"]): void => {
    if (asked === undefined) return;
    const wants = `${name} ${JSON.stringify(asked)}`;
    conditions.push({ wants, otherwise: name === "data" ? "other data" : `another ${name}`, holds });
  };
  ask("client", client, (noted) => noted.client === client);
  ask("door", door, (noted) => fits(door, noted.door));
  ask("protocol", protocol, (noted) => noted.protocol === protocol);
  ask("topic", topic, (noted) => fits(topic, noted.topic));
  ask("action", action, (noted) => fits(action, noted.action));
  ask("data", data, (noted) => data !== undefined && matchesData(data, noted.data));
  ask("request", request, (noted) => {
    if (!request || !noted.request) return false;
    return matchesRequest(request, noted.request, noted.door, noted.protocol);
  });
  return conditions;
}

function fits(pattern: string | undefined, text: string | undefined): boolean {
  return pattern !== undefined && text !== undefined && matchesText(pattern, text);
}
