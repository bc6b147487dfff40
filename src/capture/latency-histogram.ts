/** Percentiles of durations in a few hundred bytes, however many there are: counts in steps of a tenth. */

const stepsPerDecade = 24;
/** 10 µs to 1 000 s. */
const lowestPower = -2;
const steps = 8 * stepsPerDecade;

export class LatencyHistogram {
  readonly #counts = new Uint32Array(steps);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(durationMs: number): void {
    const step = Math.floor((Math.log10(Math.max(durationMs, 1e-9)) - lowestPower) * stepsPerDecade);
    const index = Math.max(0, Math.min(step, steps - 1));
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#count += 1;
  }

  /** `share` from 0 to 1; the middle of the step in which it lies. NaN when nothing was added. */
  percentileMs(share: number): number {
    if (this.#count === 0) return Number.NaN;
    const wanted = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    let step = -1;
    while (seen < wanted) {
      step += 1;
      seen += this.#counts[step] ?? 0;
    }
    return 10 ** ((step + 0.5) / stepsPerDecade + lowestPower);
  }
}
