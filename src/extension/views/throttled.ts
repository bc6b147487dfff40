/** Runs a redraw at most once a second, however often it is asked for: numbers in a tree need no more. */

const pauseMs = 1_000;

export class Throttled {
  readonly #run: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isWanted = false;

  constructor(run: () => void) {
    this.#run = run;
  }

  /** The first request after a pause runs at once, so that a click answers at once. */
  request(): void {
    this.#isWanted = true;
    if (!this.#timer) this.#next();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #next(): void {
    this.#timer = undefined;
    if (!this.#isWanted) return;
    this.#isWanted = false;
    this.#run();
    this.#timer = setTimeout(() => this.#next(), pauseMs);
  }
}
