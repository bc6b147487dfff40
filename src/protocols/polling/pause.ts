/** How long to wait before the next poll, and why, in words for the status. Pure arithmetic. */
import { formatDuration } from "../kit/words.ts";
import { longHoldMs, type PollStyle } from "./poll-style.ts";

export interface Pause {
  readonly ms: number;
  readonly why: string;
}

const firstBackOffMs = 1000;
const longestBackOffMs = 60_000;

/** After a failure: doubles from 1 s to 60 s; the upper half is left to chance, so that clients do not come back together. */
export function backOff(failures: number, random: number): Pause {
  const fullMs = Math.min(longestBackOffMs, firstBackOffMs * 2 ** (failures - 1));
  return { ms: Math.max(firstBackOffMs, (fullMs / 2) * (1 + random)), why: `back-off, attempt ${failures + 1}` };
}

export interface Cycle {
  readonly holdMs: number;
  readonly isNews: boolean;
  /** The body is the very one of the cycle before. */
  readonly isRepeat: boolean;
  /** Answers in a row, this one included, that came without a hold. */
  readonly quickInARow: number;
}

/** No backlog is endless: a server that always answers at once is asked at the interval. */
const longestRun = 100;

/** Undefined style: not told apart yet, and no presumption either. */
export function pauseAfter(style: PollStyle | undefined, cycle: Cycle, intervalMs: number): Pause {
  const every = formatDuration(intervalMs);
  if (style === "short") return { ms: intervalMs, why: `every ${every}` };
  if (cycle.isRepeat) return { ms: intervalMs, why: "the same answer came again, so not at once" };
  if (cycle.quickInARow >= longestRun) return { ms: intervalMs, why: "the server always answers at once" };
  if (cycle.isNews)
    return { ms: 0, why: style === "long" ? "long polling: at once" : "finding out whether the server holds" };
  if (cycle.holdMs < longHoldMs)
    return { ms: intervalMs, why: "the server answered at once although it had nothing new" };
  return { ms: 0, why: "long polling: at once" };
}
