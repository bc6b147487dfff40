/** A session's wishes to be woken, by name: a newer wish of the same name replaces the older one. */
import type { Clock } from "./clock.ts";

export class WakeTimers {
  readonly #clock: Clock;
  readonly #onWake: (timer: string) => void;
  readonly #cancels = new Map<string, () => void>();

  constructor(clock: Clock, onWake: (timer: string) => void) {
    this.#clock = clock;
    this.#onWake = onWake;
  }

  wake(timer: string, afterMs: number): void {
    this.forget(timer);
    const cancel = this.#clock.schedule(afterMs, () => {
      this.#cancels.delete(timer);
      this.#onWake(timer);
    });
    this.#cancels.set(timer, cancel);
  }

  forget(timer: string): void {
    this.#cancels.get(timer)?.();
    this.#cancels.delete(timer);
  }

  forgetAll(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}
