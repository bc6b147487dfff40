/**
 * When each of a scenario's acts is due: by the clock, again and again, or when something happens; all the time or in one
 * phase. Knows nothing of what is done.
 */

import type { Alarms } from "../../src/clock/alarms.ts";
import type { Schedule } from "../../src/scenario/scenario.ts";
import type { Chain } from "./chain.ts";
import { Delays } from "./delays.ts";
import { isTriggered, type Occasion } from "./occasion.ts";

/** Of one act; what would wait beyond it is not done. */
const mostWaiting = 10_000;

/** A pace of nothing would never let the clock go on. */
const shortestMs = 1;

export interface Act {
  readonly schedule: Schedule;
  /** Of this act alone, in [0, 1): what other acts do must not change its pace. */
  readonly random: () => number;
  /** `cause` is what triggered it. */
  perform(cause: Occasion | undefined): void;
  /** It could not be done as often as it was triggered. */
  cut(reason: string): void;
}

/** What timetables of one scenario have around them. */
export interface TimetableHouse {
  readonly now: () => number;
  readonly alarms: Alarms;
  readonly chain: Chain;
}

export class Timetable {
  readonly #entries: readonly Entry[];

  constructor(acts: readonly Act[], house: TimetableHouse) {
    this.#entries = acts.map((act) => new Entry(act, house));
  }

  /** What belongs to this phase begins; without one, what belongs to none. */
  begin(phase: string | undefined): void {
    for (const entry of this.#entries) if (entry.phase === phase) entry.begin();
  }

  /** What belongs to this phase ends. */
  end(phase: string): void {
    for (const entry of this.#entries) if (entry.phase === phase) entry.end();
  }

  happened(occasion: Occasion): void {
    for (const entry of this.#entries) entry.happened(occasion);
  }

  stop(): void {
    for (const entry of this.#entries) entry.end();
  }
}

class Entry {
  readonly phase: string | undefined;
  readonly #act: Act;
  readonly #house: TimetableHouse;
  readonly #delays: Delays;
  #isOn = false;
  #count = 0;

  constructor(act: Act, house: TimetableHouse) {
    this.phase = act.schedule.phase;
    this.#act = act;
    this.#house = house;
    this.#delays = new Delays(house.alarms, mostWaiting);
  }

  begin(): void {
    this.#isOn = true;
    this.#count = 0;
    const { trigger, afterMs } = this.#act.schedule;
    if (!trigger) this.#wait(afterMs, this.#house.now() + afterMs, 0, undefined);
  }

  end(): void {
    this.#isOn = false;
    this.#delays.callOff();
  }

  happened(occasion: Occasion): void {
    const { trigger, afterMs, every } = this.#act.schedule;
    if (!this.#isOn || !trigger || !isTriggered(trigger, occasion)) return;
    const links = this.#house.chain.next(afterMs);
    if (links === undefined) {
      this.#act.cut("it was set off by what it sets off itself, over and over");
      return;
    }
    if (every) {
      // Begun anew, and not once more: what goes on and on for each client would go on for ever more of them.
      this.#delays.callOff();
      this.#count = 0;
    }
    if (afterMs > 0) this.#wait(afterMs, this.#house.now() + afterMs, links, occasion);
    else this.#perform(this.#house.now(), links, occasion);
  }

  #wait(afterMs: number, dueAt: number, links: number, cause: Occasion | undefined): void {
    if (this.#delays.after(afterMs, () => this.#perform(dueAt, links, cause))) return;
    this.#act.cut(`more than ${mostWaiting} of it wait already`);
  }

  #perform(dueAt: number, links: number, cause: Occasion | undefined): void {
    const { every, times } = this.#act.schedule;
    if (times !== undefined && this.#count >= times) return;
    this.#count += 1;
    if (every && this.#count < (times ?? Number.POSITIVE_INFINITY)) this.#again(dueAt, every, links, cause);
    this.#house.chain.follow(links, () => this.#act.perform(cause));
  }

  /** Counted from when it was due, so that lateness does not add up; but what was missed is not made up for. */
  #again(
    dueAt: number,
    { fromMs, toMs }: NonNullable<Schedule["every"]>,
    links: number,
    cause: Occasion | undefined,
  ): void {
    const pauseMs = Math.max(fromMs + Math.floor(this.#act.random() * (toMs - fromMs)), shortestMs);
    const now = this.#house.now();
    const nextAt = dueAt + pauseMs > now ? dueAt + pauseMs : now + pauseMs;
    this.#wait(nextAt - now, nextAt, links, cause);
  }
}
