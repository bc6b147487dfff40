/**
 * What is to be done later: one timer for each moment, at most so many tasks at once, and all of them called off
 * together. Knows nothing of what is done.
 */
import type { Alarm, Alarms } from "../../src/clock/alarms.ts";

class Task implements Alarm {
  dueAt = 0;
  readonly #act: () => void;
  readonly #tasks: Set<Task>;

  constructor(act: () => void, tasks: Set<Task>) {
    this.#act = act;
    this.#tasks = tasks;
  }

  ring(): void {
    this.#tasks.delete(this);
    this.#act();
  }
}

export class Delays {
  readonly #alarms: Alarms;
  readonly #most: number;
  readonly #tasks = new Set<Task>();

  constructor(alarms: Alarms, most: number) {
    this.#alarms = alarms;
    this.#most = most;
  }

  /** Does it once, after `afterMs`. False when too much waits already: then it is never done. */
  after(afterMs: number, act: () => void): boolean {
    if (this.#tasks.size >= this.#most) return false;
    const task = new Task(act, this.#tasks);
    this.#tasks.add(task);
    this.#alarms.set(task, afterMs);
    return true;
  }

  callOff(): void {
    for (const task of this.#tasks) this.#alarms.cancel(task);
    this.#tasks.clear();
  }
}
