/** A clock that only moves when a test says so; what is due runs in order of time. */
import type { Clock } from "./clock.ts";

export class ManualClock implements Clock {
  #now: number;
  #tasks: { readonly dueAt: number; readonly task: () => void }[] = [];

  /** `startAt` in ms since the epoch. */
  constructor(startAt = Date.UTC(2026, 0, 2, 3, 4, 5)) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  schedule(afterMs: number, task: () => void): () => void {
    const entry = { dueAt: this.#now + Math.max(afterMs, 0), task };
    this.#tasks.push(entry);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== entry);
    };
  }

  get pendingTasks(): number {
    return this.#tasks.length;
  }

  advance(ms: number): void {
    const until = this.#now + ms;
    for (let next = this.#nextDue(until); next; next = this.#nextDue(until)) {
      const due = next;
      this.#tasks = this.#tasks.filter((other) => other !== due);
      this.#now = Math.max(this.#now, due.dueAt);
      due.task();
    }
    this.#now = until;
  }

  /** So much time passes at once, as when the machine sleeps: what became due is late. */
  oversleep(ms: number): void {
    this.#now += ms;
    this.advance(0);
  }

  setBack(ms: number): void {
    this.#now -= ms;
  }

  #nextDue(until: number) {
    return this.#tasks.filter(({ dueAt }) => dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
  }
}
