/** How many entries a query may look at so that it takes a given time: learnt from query to query. */

const firstEntries = 2_000;
const largestEntries = 100_000;

export class QuerySize {
  readonly #queryMs: number;
  #entries = firstEntries;

  constructor(queryMs: number) {
    this.#queryMs = queryMs;
  }

  get entries(): number {
    return this.#entries;
  }

  learn(entries: number, tookMs: number): void {
    // Short queries say nothing: most of their time is overhead.
    if (entries < this.#entries && tookMs < this.#queryMs) return;
    const fitting = Math.round((entries * this.#queryMs) / Math.max(tookMs, 0.1));
    this.#entries = Math.max(1, Math.min(fitting, this.#entries * 4, largestEntries));
  }
}
