/** A clock that a test moves by hand. Timers due at the same moment run in the order in which they were set. */
import type { Clock } from "../../../src/runner/clock.ts";

export class VirtualClock implements Clock {
  #at = 1_000_000;
  #timers: { dueAt: number; task: () => void }[] = [];

  now(): number {
    return this.#at;
  }

  schedule(afterMs: number, task: () => void): () => void {
    const timer = { dueAt: this.#at + afterMs, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Moves on, running what falls due on the way at its own moment. */
  advance(byMs: number): void {
    const untilAt = this.#at + byMs;
    for (;;) {
      const next = this.#timers.filter(({ dueAt }) => dueAt <= untilAt).sort((a, b) => a.dueAt - b.dueAt)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#at = next.dueAt;
      next.task();
    }
    this.#at = untilAt;
  }

  get pending(): number {
    return this.#timers.length;
  }
}
