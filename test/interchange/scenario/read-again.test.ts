/** What is written of a recording is read as the replay that was meant, with nothing to complain of: all recordings, all protocols. */
import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { replayOf } from "../../../src/interchange/scenario/replay-of.ts";
import { readTalks } from "../../../src/interchange/scenario/talks.ts";
import { protocols } from "../../../src/protocols/registry.ts";
import { knownProtocols } from "../../../src/scenario/known-protocols.ts";
import { readScenario } from "../../../src/scenario/reader.ts";
import { scenarioTextOf, sourceOf } from "./transcripts.ts";

const folder = new URL("../../fixtures/transcripts/", import.meta.url);
const names = readdirSync(folder).flatMap((file) => (file.endsWith(".jsonl") ? [file.slice(0, -".jsonl".length)] : []));

/** As whoever recorded it would have it read. */
function protocolOf(name: string): string {
  if (/^client-anycable/.test(name)) return "anycable";
  if (/^(?:client-)?mb-/.test(name)) return "message-bus";
  if (/sse/.test(name)) return "sse";
  if (/poll|mb-config/.test(name)) return "polling";
  return /^(?:client-)?rails/.test(name) ? "action-cable" : "websocket";
}

function replayFrom(source: ReturnType<typeof sourceOf>) {
  const reading = readTalks(source);
  for (;;) {
    const { value, done } = reading.next();
    if (done) return replayOf(value, { protocol: source.session.protocol }).replay;
  }
}

describe("each recording", () => {
  it.each(names)("%s", (name) => {
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
