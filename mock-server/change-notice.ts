/** Turns many changes into at most 20 notices a second, the last change always included. */
import type { Clock } from "../src/clock/clock.ts";

const noticeIntervalMs = 50;

export class ChangeNotice {
  readonly #clock: Clock;
  readonly #notify: () => void;
  #cancel: (() => void) | undefined;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, notify: () => void) {
    this.#clock = clock;
    this.#notify = notify;
  }

  /** Something changed: a notice follows within 50 ms, never from within this call. */
  touch(): void {
    if (this.#cancel) return;
    const sinceLastMs = this.#clock.now() - this.#lastAt;
    // A clock that was set back must not put the next notice off.
    const afterMs = sinceLastMs >= 0 && sinceLastMs < noticeIntervalMs ? noticeIntervalMs - sinceLastMs : 0;
    this.#cancel = this.#clock.schedule(afterMs, () => {
      this.#cancel = undefined;
      this.#lastAt = this.#clock.now();
      this.#notify();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
