/** Which of its phases a scenario is in: one after the other, each until its time is over or something happens. */

import type { Alarms } from "../../src/clock/alarms.ts";
import type { Phase } from "../../src/scenario/scenario.ts";
import { Delays } from "./delays.ts";
import { isTriggered, type Occasion } from "./occasion.ts";

export interface PhaseEvents {
  began(phase: string): void;
  ended(phase: string): void;
}

export class Phases {
  readonly #phases: readonly Phase[];
  readonly #events: PhaseEvents;
  readonly #delays: Delays;
  #index = -1;

  constructor(phases: readonly Phase[], alarms: Alarms, events: PhaseEvents) {
    this.#phases = phases;
    this.#delays = new Delays(alarms, 1);
    this.#events = events;
  }

  /** Undefined before the first, and where there are none. */
  get current(): string | undefined {
    return this.#phases[this.#index]?.name;
  }

  begin(): void {
    this.#next();
  }

  happened(occasion: Occasion): void {
    const trigger = this.#isLast ? undefined : this.#phases[this.#index]?.until?.trigger;
    if (trigger && isTriggered(trigger, occasion)) this.#next();
  }

  stop(): void {
    this.#delays.callOff();
  }

  get #isLast(): boolean {
    return this.#index === this.#phases.length - 1;
  }

  #next(): void {
    this.#delays.callOff();
    const ending = this.current;
    if (ending !== undefined) this.#events.ended(ending);
    const phase = this.#phases[this.#index + 1];
    if (!phase) return;
    this.#index += 1;
    const afterMs = this.#isLast ? undefined : phase.until?.afterMs;
    if (afterMs !== undefined) this.#delays.after(afterMs, () => this.#next());
    this.#events.began(phase.name);
  }
}
