/**
 * What is written of a recording is read as the replay that was meant, with nothing to complain of: all recordings, all
 * protocols.
 */
import { describe, expect, it } from "vitest";
import { replayOf } from "../../../src/interchange/scenario/replay-of.ts";
import { readTalks } from "../../../src/interchange/scenario/talks.ts";
import { protocols } from "../../../src/protocols/registry.ts";
import { knownProtocols } from "../../../src/scenario/known-protocols.ts";
import { readScenario } from "../../../src/scenario/reader.ts";
import { protocolOf, recordingNames } from "../../protocols/recording.ts";
import { scenarioTextOf, sourceOf } from "./transcripts.ts";

function replayFrom(source: ReturnType<typeof sourceOf>) {
  const reading = readTalks(source);
  for (;;) {
    const { value, done } = reading.next();
    if (done) return replayOf(value, { protocol: source.session.protocol }).replay;
  }
}

describe("each recording", () => {
  it.each(recordingNames)("%s", (name) => {
    const source = sourceOf(protocolOf(name), name, ["jwt", "signedName", "secret", "email"]);
    const meant = replayFrom(source);
    const { scenario, problems } = readScenario(scenarioTextOf(source), knownProtocols(protocols));
    expect(problems).toEqual([]);
    const { door: _, ...read } = scenario?.replay ?? { door: undefined };
    // What is missing and what is undefined is the same.
    const { door: __, ...wanted } = JSON.parse(JSON.stringify(meant));
    expect(JSON.parse(JSON.stringify(read))).toEqual(wanted);
  });
});
