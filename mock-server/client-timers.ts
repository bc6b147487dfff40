/** The wake-ups that one session has asked for, by name. A wish of the same name replaces the one before. */
import type { Clock } from "./clock.ts";

export class ClientTimers {
  readonly #clock: Clock;
  readonly #onWake: (timer: string) => void;
  readonly #pending = new Map<string, () => void>();

  constructor(clock: Clock, onWake: (timer: string) => void) {
    this.#clock = clock;
    this.#onWake = onWake;
  }

  wake(timer: string, afterMs: number): void {
    this.forget(timer);
    const cancel = this.#clock.schedule(afterMs, () => {
      this.#pending.delete(timer);
      this.#onWake(timer);
    });
    this.#pending.set(timer, cancel);
  }

  forget(timer: string): void {
    this.#pending.get(timer)?.();
    this.#pending.delete(timer);
  }

  forgetAll(): void {
    for (const cancel of this.#pending.values()) cancel();
    this.#pending.clear();
  }
}
