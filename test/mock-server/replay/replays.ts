/** Recordings of real servers as replays, without the detour over a file. */

import type { ExportSource } from "../../../src/interchange/export-source.ts";
import { replayOf } from "../../../src/interchange/scenario/replay-of.ts";
import type { Talk } from "../../../src/interchange/scenario/talk.ts";
import { readTalks } from "../../../src/interchange/scenario/talks.ts";
import type { Replay } from "../../../src/scenario/replay.ts";
import { sourceOf } from "../../interchange/scenario/transcripts.ts";

export function replayOfTranscript(protocol: string, name: string, over: Partial<Replay> = {}): Replay {
  return { ...replayOfSource(sourceOf(protocol, name)), ...over };
}

function replayOfSource(source: ExportSource): Replay {
  return replayOf(talksOf(source), { protocol: source.session.protocol }).replay;
}

function talksOf(source: ExportSource): readonly Talk[] {
  const reading = readTalks(source);
  for (;;) {
    const { value, done } = reading.next();
    if (done) return value;
  }
}
