/** Runs a task soon after it was wished for, but never more often than at an interval: every 50 ms if none is given. */

const usualIntervalMs = 50;

export class Pace {
  readonly #task: () => void;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(task: () => void, intervalMs = usualIntervalMs) {
    this.#task = task;
    this.#intervalMs = intervalMs;
  }

  /** The task runs after this, once for however many wishes came meanwhile. */
  touch(): void {
    if (this.#timer || this.#stopped) return;
    const waitMs = Math.max(0, this.#lastAt + this.#intervalMs - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#lastAt = performance.now();
      this.#task();
    }, waitMs);
  }

  /** The task runs now, however lately it did: for news that somebody waits for. */
  hurry(): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#lastAt = performance.now();
    this.#task();
  }

  /** The task never runs again. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}
