/** When a view is still searching, as a person would call it. */
import type { ViewState } from "../src/bridge/rows.ts";

/** A scan is always a little behind a stream; only a long way is worth a sign. */
const behindEntries = 2_000;

/** Whether there may be many matches that have not been found yet. */
export function isScanning({ scanned, entries, failure, isStopped }: ViewState): boolean {
  return failure === undefined && !isStopped && entries - scanned > Math.min(behindEntries, entries / 2);
}
