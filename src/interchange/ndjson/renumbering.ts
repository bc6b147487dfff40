/** Old numbers and new ones, where both grow: kept as runs, so that a whole capture takes one. */

interface Run {
  readonly old: number;
  readonly now: number;
  length: number;
}

export class Renumbering {
  readonly #runs: Run[] = [];

  /** `old` is larger than all before it. */
  add(old: number, now: number): void {
    const last = this.#runs.at(-1);
    if (last && old === last.old + last.length && now === last.now + last.length) last.length += 1;
    else this.#runs.push({ old, now, length: 1 });
  }

  /** Undefined for a number that is not there. */
  of(old: number): number | undefined {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#runs[middle] as Run).old <= old) low = middle + 1;
      else high = middle;
    }
    const run = this.#runs[low - 1];
    return run && old < run.old + run.length ? run.now + old - run.old : undefined;
  }
}
