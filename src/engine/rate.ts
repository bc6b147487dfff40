/** How much came within the last second. */

const windowMs = 1_000;

interface Sample {
  readonly at: number;
  readonly total: number;
}

export class Rate {
  /** The first is the newest that is a second old or older; it is what the others are compared with. */
  #samples: Sample[] = [{ at: Number.NEGATIVE_INFINITY, total: 0 }];

  /** `total` only grows; `at` is in ms of any clock that does not run backwards. Returns the growth over the last second. */
  sample(at: number, total: number): number {
    this.#samples.push({ at, total });
    const recent = this.#samples.findIndex((sample) => sample.at > at - windowMs);
    if (recent > 1) this.#samples = this.#samples.slice(recent - 1);
    return total - (this.#samples[0]?.total ?? 0);
  }
}
