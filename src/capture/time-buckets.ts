/**
 * What happened when, in at most 512 buckets of equal width: when the time grows beyond them, pairs become one.
 * Knows moments and numbers, no entries.
 */
import type { Series } from "../bridge/overview.ts";

const maxBuckets = 512;
const firstWidthMs = 250;

const sums = ["messages", "bytes", "latencySum", "latencyCount", "pingSum", "pingCount"] as const;
const worsts = ["largest", "latencyWorst", "pingWorst"] as const;
type Column = (typeof sums)[number] | (typeof worsts)[number];

export class TimeBuckets {
  #widthMs = firstWidthMs;
  /** Number of the first bucket, counted from the epoch in widths; undefined while there is none. */
  #first: number | undefined;
  #length = 0;
  readonly #columns = Object.fromEntries(
    [...sums, ...worsts].map((name) => [name, new Float64Array(maxBuckets)]),
  ) as Record<Column, Float64Array>;

  /** Makes room up to a moment, so that what comes until then needs no other width. */
  cover(at: number): void {
    this.#first ??= Math.floor(at / this.#widthMs);
    while (Math.floor(at / this.#widthMs) - this.#first >= maxBuckets) this.#halve();
    this.#length = Math.max(this.#length, this.#indexOf(at) + 1);
  }

  /** Where the bucket of a moment ends. */
  endOf(at: number): number {
    return (Math.floor(at / this.#widthMs) + 1) * this.#widthMs;
  }

  addMessages(at: number, messages: number, bytes: number, largest: number): void {
    this.#add("messages", at, messages);
    this.#add("bytes", at, bytes);
    this.#raise("largest", at, largest);
  }

  addLatency(at: number, latencyMs: number): void {
    this.#add("latencySum", at, latencyMs);
    this.#add("latencyCount", at, 1);
    this.#raise("latencyWorst", at, latencyMs);
  }

  addPing(at: number, roundTripMs: number): void {
    this.#add("pingSum", at, roundTripMs);
    this.#add("pingCount", at, 1);
    this.#raise("pingWorst", at, roundTripMs);
  }

  /** Forgets what lies wholly before a moment. */
  dropBefore(at: number): void {
    if (this.#first === undefined) return;
    const gone = Math.min(Math.floor(at / this.#widthMs) - this.#first, this.#length);
    if (gone <= 0) return;
    for (const column of Object.values(this.#columns)) {
      column.copyWithin(0, gone);
      column.fill(0, maxBuckets - gone);
    }
    this.#first += gone;
    this.#length -= gone;
  }

  clear(): void {
    for (const column of Object.values(this.#columns)) column.fill(0);
    this.#widthMs = firstWidthMs;
    this.#first = undefined;
    this.#length = 0;
  }

  series(): Omit<Series, "generation"> {
    const take = (name: Column) => Array.from(this.#columns[name].subarray(0, this.#length));
    const counted = (name: Column, count: Column) => {
      const counts = this.#columns[count];
      return take(name).map((value, index) => (counts[index] ? value : null));
    };
    const mean = (sum: Column, count: Column) =>
      take(sum).map((value, index) => {
        const divisor = this.#columns[count][index];
        return divisor ? value / divisor : null;
      });
    return {
      widthMs: this.#widthMs,
      fromAt: (this.#first ?? 0) * this.#widthMs,
      messages: take("messages"),
      bytes: take("bytes"),
      largestBytes: take("largest"),
      latencyMs: mean("latencySum", "latencyCount"),
      worstLatencyMs: counted("latencyWorst", "latencyCount"),
      pingMs: mean("pingSum", "pingCount"),
      worstPingMs: counted("pingWorst", "pingCount"),
    };
  }

  #add(name: Column, at: number, value: number): void {
    const column = this.#columns[name];
    const index = this.#indexOf(at);
    column[index] = (column[index] ?? 0) + value;
  }

  #raise(name: Column, at: number, value: number): void {
    const column = this.#columns[name];
    const index = this.#indexOf(at);
    column[index] = Math.max(column[index] ?? 0, value);
  }

  /** What an imported file tells out of turn goes to the nearest bucket that is there. */
  #indexOf(at: number): number {
    return Math.max(0, Math.min(Math.floor(at / this.#widthMs) - (this.#first ?? 0), maxBuckets - 1));
  }

  #halve(): void {
    const first = this.#first ?? 0;
    const halved = Math.floor(first / 2);
    for (const name of sums) this.#join(name, first, halved, (a, b) => a + b);
    for (const name of worsts) this.#join(name, first, halved, Math.max);
    this.#length = Math.floor((first + this.#length - 1) / 2) - halved + 1;
    this.#first = halved;
    this.#widthMs *= 2;
  }

  #join(name: Column, first: number, halved: number, join: (a: number, b: number) => number): void {
    const column = this.#columns[name];
    const before = column.slice();
    column.fill(0);
    for (let index = 0; index < this.#length; index += 1) {
      const into = Math.floor((first + index) / 2) - halved;
      column[into] = join(column[into] ?? 0, before[index] ?? 0);
    }
  }
}
