/**
 * What a scenario's templates come to, here and now: with what happened, and with the state as it is. Its counters and its
 * chance go on when the file changes, unless the seed does.
 */
import type { Template } from "../../src/scenario/scenario.ts";
import { Templates } from "../../src/scenario/templates.ts";
import type { Occasion } from "./occasion.ts";
import type { State } from "./state.ts";

/** `place` as the scenario's file names it: `messages[2].data`. */
type Complain = (place: string, what: string) => void;

export class Wording {
  readonly #now: () => number;
  readonly #state: State;
  #templates: Templates | undefined;
  #seed: number | undefined;
  #place = "";
  #complain: Complain = () => undefined;

  /** `now` in ms since the epoch. */
  constructor(now: () => number, state: State) {
    this.#now = now;
    this.#state = state;
  }

  begin(seed: number, complain: Complain): void {
    this.#complain = complain;
    if (this.#templates && seed === this.#seed) return;
    this.#seed = seed;
    this.#templates = new Templates({
      seed,
      now: this.#now,
      complain: (sentence) => this.#complain(this.#place, sentence),
    });
  }

  /** Counters and chance begin anew. */
  forget(): void {
    this.#seed = undefined;
  }

  /** What cannot be made is complained of, and is null. */
  fill(place: string, template: Template, occasion: Occasion | undefined): unknown {
    return this.#use(place, (templates) => templates.render(template, this.#contextOf(occasion)));
  }

  /** The same as a text. */
  fillText(place: string, template: Template, occasion: Occasion | undefined): string {
    return this.#use(place, (templates) => templates.text(template, this.#contextOf(occasion))) ?? "";
  }

  holds(place: string, expression: string, occasion: Occasion): boolean {
    return this.#use(place, (templates) => templates.test(expression, this.#contextOf(occasion))) ?? false;
  }

  #use<T>(place: string, make: (templates: Templates) => T): T | undefined {
    this.#place = place;
    return this.#templates && make(this.#templates);
  }

  #contextOf({ visit, client, topic, action, data: message }: Partial<Occasion> = {}) {
    return { request: visit?.request, client, topic, action, message, state: this.#state.values };
  }
}
