/**
 * Plays scenarios with a clock that is moved by hand and no server: what is published and logged is written down with
 * its time.
 */
import { Hub } from "../../../mock-server/hub.ts";
import type { FaultDesk } from "../../../mock-server/scenario/scripted-faults.ts";
import { Stage } from "../../../mock-server/scenario/stage.ts";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import { protocols } from "../../../src/protocols/registry.ts";
import type { Reply, Scenario, ScenarioTopic, ScriptedFault, ScriptedMessage } from "../../../src/scenario/scenario.ts";

export function scenario(over: Partial<Scenario> = {}): Scenario {
  const empty = { topics: [], access: [], state: {}, messages: [], replies: [], faults: [], phases: [] };
  return { name: "test", seed: 1, ...empty, ...over };
}

export function message(topic: string, data: unknown, over: Partial<ScriptedMessage> = {}): ScriptedMessage {
  return { topic, data: [data], choose: "inTurn", afterMs: 0, ...over };
}

export function every(ms: number, toMs = ms): Pick<ScriptedMessage, "every"> {
  return { every: { fromMs: ms, toMs } };
}

export function topic(name: string, over: Partial<ScenarioTopic> = {}): ScenarioTopic {
  return { name, history: [], presence: [], ...over };
}

export function reply(action: string | undefined, data: unknown, over: Partial<Reply> = {}): Reply {
  const to = { on: "command", ...(action === undefined ? {} : { action }) } as const;
  return { to, send: [{ audience: "sender", afterMs: 0, data }], set: {}, passOn: false, ...over };
}

export function fault(kind: "drop" | "silent", over: Partial<ScriptedFault> = {}): ScriptedFault {
  return { fault: { does: { kind } }, afterMs: 0, ...over };
}

export interface Playing {
  readonly stage: Stage;
  readonly clock: ManualClock;
  readonly hub: Hub;
  /** Since the last look: `1000 chat {"n":1}` with ms since the start, and lines of the log after `log`. */
  written(): string[];
}

/** `latencyMs`: as with a hub that is shared, what is published comes back so much later. */
export function playing(first?: Scenario, random: () => number = () => 0.5, latencyMs?: number): Playing {
  const clock = new ManualClock();
  const startedAt = clock.now();
  let lines: string[] = [];
  const write = (line: string) => lines.push(`${clock.now() - startedAt} ${line}`);
  const hub = new Hub({
    now: () => clock.now(),
    random,
    onPublication: (publication) => {
      write(`${publication.topic} ${JSON.stringify(publication.data)}`);
      stage.published(publication);
    },
  });
  let faults = 0;
  const desk: FaultDesk = {
    add({ does }, forMs) {
      faults += 1;
      write(`fault ${faults} ${does.kind}${forMs === undefined ? "" : ` for ${forMs}`}`);
      return String(faults);
    },
    remove: (id) => void write(`over ${id}`),
  };
  const sharedBy = new Map(protocols.map((protocol) => [protocol, {}]));
  const distant = {
    signal: hub.signal.bind(hub),
    publish(topic: string, data: unknown): Promise<void> {
      clock.schedule(latencyMs ?? 0, () => hub.publish(topic, JSON.parse(JSON.stringify(data))));
      return Promise.resolve();
    },
  };
  const stage = new Stage({
    protocols,
    hub: latencyMs === undefined ? hub : distant,
    clock,
    random,
    shared: (protocol) => sharedBy.get(protocol) ?? {},
    desk,
    log: (text) => void write(`log ${text}`),
    onChange: () => undefined,
  });
  if (first) stage.play(first);
  function written(): string[] {
    const all = lines;
    lines = [];
    return all;
  }
  return { stage, clock, hub, written };
}
