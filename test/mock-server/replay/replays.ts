/** Recordings of real servers as replays, by way of the files that are written of them. */
import { protocols } from "../../../src/protocols/registry.ts";
import { knownProtocols } from "../../../src/scenario/known-protocols.ts";
import { readScenario } from "../../../src/scenario/reader.ts";
import type { Replay } from "../../../src/scenario/replay.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { scenarioTextOf, sourceOf } from "../../interchange/scenario/transcripts.ts";

export function replayOfTranscript(protocol: string, name: string, over: Partial<Replay> = {}): Replay {
  return { ...replayIn(scenarioTextOf(sourceOf(protocol, name))), ...over };
}

/** A scenario with nothing but this in it. */
export function scenarioWith(replay: Replay): Scenario {
  const nothing = { topics: [], access: [], state: {}, messages: [], replies: [], faults: [], phases: [] };
  return { name: "A replay", ...nothing, replay };
}

/** Throws where the file has no replay, or anything that is wrong. */
export function replayIn(text: string): Replay {
  const { scenario, problems } = readScenario(text, knownProtocols(protocols));
  if (!scenario?.replay || problems.length > 0) throw new Error(`${JSON.stringify(problems)}\n${text}`);
  return scenario.replay;
}
