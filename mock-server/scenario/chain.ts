/**
 * Follows what sets off what, so that a scenario whose acts set each other off cannot run away: a chain of quick links is cut
 * when it gets long, and so are such acts when they come by the thousand.
 */
/** Longer waits make a rhythm, not a runaway. */
const quickMs = 100;
const mostLinks = 32;
const mostASecond = 5_000;

export class Chain {
  readonly #now: () => number;
  #links = 0;
  #second = 0;
  #inSecond = 0;

  /** `now` in ms since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Behind what is being done at this moment. */
  get links(): number {
    return this.#links;
  }

  /** Links behind an act that what is done now sets off after `afterMs`; undefined when it must not be. */
  next(afterMs: number): number | undefined {
    const links = afterMs >= quickMs ? 1 : this.#links + 1;
    const isFromUs = this.#links > 0;
    return links <= mostLinks && (!isFromUs || this.#isInBudget()) ? links : undefined;
  }

  /** Does something that has so many links behind it. */
  follow(links: number, act: () => void): void {
    const before = this.#links;
    this.#links = links;
    try {
      act();
    } finally {
      this.#links = before;
    }
  }

  #isInBudget(): boolean {
    const second = Math.floor(this.#now() / 1000);
    if (second !== this.#second) this.#inSecond = 0;
    this.#second = second;
    this.#inSecond += 1;
    return this.#inSecond <= mostASecond;
  }
}
