/** Lets a long work give way: after each slice of some 8 ms everything else gets its turn. */

const sliceMs = 8;

export class Breath {
  #since = performance.now();
  readonly #told: (progress: number) => void;
  readonly #isCancelled: () => boolean;

  /** `told` is called at each breath. */
  constructor(told: (progress: number) => void, isCancelled: () => boolean) {
    this.#told = told;
    this.#isCancelled = isCancelled;
  }

  get isDue(): boolean {
    return performance.now() - this.#since >= sliceMs;
  }

  /** As `take`, for work that gives way by itself; throws the same. */
  pass(progress: number): void {
    this.#told(progress);
    if (this.#isCancelled()) throw new Cancelled();
  }

  /** `progress`: 0 to 1. Throws `Cancelled` when nobody wants the work any more. */
  async take(progress: number): Promise<void> {
    this.#told(progress);
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#isCancelled()) throw new Cancelled();
    this.#since = performance.now();
  }
}

export class Cancelled extends Error {}
