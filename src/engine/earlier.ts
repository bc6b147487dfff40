/** Searches a capture backwards for the message before another one on its channel. Decodes nothing. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { EarlierMessage } from "../bridge/rows.ts";
import type { CaptureReader, StoredEntry } from "../capture/reader.ts";

/** One query; some milliseconds. Between two of them everything else gets its turn. */
const sliceEntries = 50_000;
const searchedAtMost = 2_000_000;

export async function previousInChannel(
  entry: StoredEntry,
  capture: CaptureReader,
  oldestSeq: () => number,
): Promise<EarlierMessage> {
  let searched = 0;
  while (searched < searchedAtMost) {
    const lastSeq = entry.seq - 1 - searched;
    const firstSeq = Math.max(oldestSeq(), lastSeq - sliceEntries + 1);
    if (lastSeq < firstSeq) return { searched, complete: true };
    const seq = capture.lastAlike(entry, firstSeq, lastSeq);
    if (seq !== undefined) return { seq, searched: entry.seq - seq, complete: seq === oldestSeq() };
    searched += lastSeq - firstSeq + 1;
    await nextTurn();
  }
  return { searched, complete: false };
}
