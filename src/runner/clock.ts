/**
 * Time and timers for live sessions. Everything else is handed moments as values, so tests put in a clock that they
 * move by hand.
 */

export interface Clock {
  /** ms since the epoch, with fractions. Never runs backwards. */
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

  schedule(afterMs, task) {
    const timer = setTimeout(task, Math.min(afterMs, longestWaitMs));
    return () => clearTimeout(timer);
  },
};
