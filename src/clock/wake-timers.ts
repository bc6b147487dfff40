/** The wake-ups that one session has asked for, by name. A wish of the same name replaces the one before. */
import type { Alarm, Alarms } from "./alarms.ts";

/** Told when one of its timers is due. */
export interface Sleeper {
  woke(timer: string): void;
}

class NamedAlarm implements Alarm {
  readonly name: string;
  dueAt = 0;
  readonly #timers: WakeTimers;

  constructor(name: string, timers: WakeTimers) {
    this.name = name;
    this.#timers = timers;
  }

  ring(): void {
    this.#timers.rang(this);
  }
}

const none: readonly NamedAlarm[] = [];

export class WakeTimers {
  readonly #alarms: Alarms;
  readonly #sleeper: Sleeper;
  /** Mostly one or two, so that a list is smaller and no slower than a map. */
  #pending = none;

  constructor(alarms: Alarms, sleeper: Sleeper) {
    this.#alarms = alarms;
    this.#sleeper = sleeper;
  }

  wake(timer: string, afterMs: number): void {
    const known = this.#pending.find(({ name }) => name === timer);
    const alarm = known ?? new NamedAlarm(timer, this);
    if (!known) this.#pending = [...this.#pending, alarm];
    this.#alarms.set(alarm, afterMs);
  }

  forget(timer: string): void {
    const alarm = this.#pending.find(({ name }) => name === timer);
    if (!alarm) return;
    this.#alarms.cancel(alarm);
    this.#drop(alarm);
  }

  forgetAll(): void {
    for (const alarm of this.#pending) this.#alarms.cancel(alarm);
    this.#pending = none;
  }

  /** Called by an alarm of its own. */
  rang(alarm: NamedAlarm): void {
    this.#drop(alarm);
    this.#sleeper.woke(alarm.name);
  }

  #drop(alarm: NamedAlarm): void {
    this.#pending = this.#pending.length === 1 ? none : this.#pending.filter((other) => other !== alarm);
  }
}
