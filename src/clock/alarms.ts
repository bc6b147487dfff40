/**
 * Wakes many at the same moment by one timer: ten thousand clients that are pinged at the same second share it, where
 * a timer for each would cost more memory than the rest of what they wish for. Knows nothing of who is woken.
 */
import type { Clock } from "./clock.ts";

export interface Alarm {
  /** Whole ms since the epoch while it is set; 0 while it is not. Written by `Alarms` alone. */
  dueAt: number;
  ring(): void;
}

interface Group {
  readonly alarms: Set<Alarm>;
  readonly cancel: () => void;
}

export class Alarms {
  readonly #clock: Clock;
  readonly #groups = new Map<number, Group>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Rings once after `afterMs`, rounded up to a whole ms; instead of what it was set to before. */
  set(alarm: Alarm, afterMs: number): void {
    this.cancel(alarm);
    const now = this.#clock.now();
    const dueAt = Math.ceil(now + Math.max(afterMs, 0));
    alarm.dueAt = dueAt;
    const group = this.#groups.get(dueAt);
    if (group) {
      group.alarms.add(alarm);
      return;
    }
    const cancel = this.#clock.schedule(dueAt - now, () => this.#ring(dueAt));
    this.#groups.set(dueAt, { alarms: new Set([alarm]), cancel });
  }

  cancel(alarm: Alarm): void {
    const { dueAt } = alarm;
    if (dueAt === 0) return;
    alarm.dueAt = 0;
    const group = this.#groups.get(dueAt);
    if (!group?.alarms.delete(alarm) || group.alarms.size > 0) return;
    group.cancel();
    this.#groups.delete(dueAt);
  }

  #ring(dueAt: number): void {
    const group = this.#groups.get(dueAt);
    if (!group) return;
    // Taken out first: who is woken may set another alarm for this very moment.
    this.#groups.delete(dueAt);
    for (const alarm of group.alarms) {
      // One that was called off, or set anew, while the others rang.
      if (alarm.dueAt !== dueAt) continue;
      alarm.dueAt = 0;
      alarm.ring();
    }
  }
}
