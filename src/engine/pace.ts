/** Runs a task soon after it was wished for, but never more often than every 50 ms: 20 times a second. */

const intervalMs = 50;

export class Pace {
  readonly #task: () => void;
  #timer: NodeJS.Timeout | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;
  #stopped = false;

  constructor(task: () => void) {
    this.#task = task;
  }

  /** The task runs after this, once for however many wishes came meanwhile. */
  touch(): void {
    if (this.#timer || this.#stopped) return;
    const waitMs = Math.max(0, this.#lastAt + intervalMs - performance.now());
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
