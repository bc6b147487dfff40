/** Where the mock server's time comes from. Tests put one in its place that they move by hand. */

export interface Clock {
  /** ms since the epoch. */
  now(): number;
  /** Runs the task once after `afterMs`; the function that comes back calls it off. */
  schedule(afterMs: number, task: () => void): () => void;
}

/** The longest wait that `setTimeout` takes; beyond it, it would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(afterMs, task) {
    const timeout = setTimeout(task, Math.min(Math.max(afterMs, 0), MAX_TIMEOUT_MS));
    return () => clearTimeout(timeout);
  },
};
