/** Where time comes from, for those that live in it. Everything else is handed moments as values. */

export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Runs the task once, `afterMs` from now. Returns what takes it back; taking it back later does nothing. */
  schedule(afterMs: number, task: () => void): () => void;
}

/** A longer wait makes `setTimeout` fire at once, and a server may well ask for one (`retry: 99999999999`). */
const longestWaitMs = 2_147_483_647;

/** How far the wall clock may be ahead before we follow it. */
const followAfterMs = 500;

let zeroAt = performance.timeOrigin;
let lastAt = 0;

/** For what is recorded: with fractions of a ms, and never backwards. */
export const systemClock: Clock = {
  now() {
    const wallAt = Date.now();
    let at = zeroAt + performance.now();
    // The monotonic clock has fractions but stands still while a laptop sleeps; the wall clock tells how long. We never
    // follow it backwards: rows would lose their order.
    if (wallAt - at > followAfterMs) {
      zeroAt += wallAt - at;
      at = wallAt;
    }
    if (at > lastAt) lastAt = at;
    return lastAt;
  },
  schedule,
};

/** For what is told to others: whole ms, and wherever the machine's time of day is set to. */
export const wallClock: Clock = { now: () => Date.now(), schedule };

function schedule(afterMs: number, task: () => void): () => void {
  const timer = setTimeout(task, Math.min(afterMs, longestWaitMs));
  return () => clearTimeout(timer);
}
