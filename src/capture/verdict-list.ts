/**
 * All verdicts of a capture in some twenty bytes each, in order: what they are, and where. Their words stay in the capture.
 */
import type { VerdictCount, VerdictFilter, VerdictLevel } from "../bridge/overview.ts";
import { countWhile, NumberList } from "./number-list.ts";

export interface VerdictEntry {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly level: VerdictLevel;
}

/** The verdicts of a range: how many, and the first of the worst level. */
export interface WorstVerdict extends VerdictEntry {
  readonly count: number;
}

export class VerdictList {
  /** `seq` of each, counted from the first one's. */
  readonly #seqs = new NumberList();
  readonly #moments: number[] = [];
  /** Which of `#sorts` each is. */
  readonly #sortOf = new NumberList();
  /** Places of the errors among all. */
  readonly #errors = new NumberList();
  readonly #sorts: { readonly kind: string; readonly level: VerdictLevel; count: number }[] = [];
  /** How many of the oldest are dropped. */
  #dropped = 0;
  #baseSeq = 0;

  get length(): number {
    return this.#seqs.length - this.#dropped;
  }

  add(seq: number, at: number, kind: string, level: VerdictLevel): void {
    if (this.#seqs.length === 0) this.#baseSeq = seq;
    let sort = this.#sorts.findIndex((known) => known.kind === kind && known.level === level);
    if (sort < 0) sort = this.#sorts.push({ kind, level, count: 0 }) - 1;
    const known = this.#sorts[sort];
    if (known) known.count += 1;
    if (level === "error") this.#errors.push(this.#seqs.length);
    this.#seqs.push(seq - this.#baseSeq);
    this.#moments.push(at);
    this.#sortOf.push(sort);
  }

  /** The size limit took the rows before this one. */
  dropBefore(seq: number): void {
    while (this.#dropped < this.#seqs.length && this.#seqAt(this.#dropped) < seq) {
      const sort = this.#sorts[this.#sortOf.at(this.#dropped)];
      if (sort) sort.count -= 1;
      this.#dropped += 1;
    }
  }

  clear(): void {
    for (const list of [this.#seqs, this.#sortOf, this.#errors]) list.clear();
    this.#moments.length = 0;
    this.#sorts.length = 0;
    this.#dropped = 0;
  }

  /** Most frequent first. */
  counts(): VerdictCount[] {
    return this.#sorts
      .filter(({ count }) => count > 0)
      .map((sort) => ({ ...sort }))
      .sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind));
  }

  /** Newest first; `from` counts from the newest that fits. */
  newest({ kind, level }: VerdictFilter, from: number, count: number): { total: number; items: VerdictEntry[] } {
    const fits = this.#sorts.map(
      (sort) => (kind === undefined || sort.kind === kind) && (level === undefined || sort.level === level),
    );
    const total = this.#sorts.reduce((sum, sort, index) => (fits[index] ? sum + sort.count : sum), 0);
    const items: VerdictEntry[] = [];
    let skipped = 0;
    for (let place = this.#seqs.length - 1; place >= this.#dropped && items.length < count; place -= 1) {
      if (!fits[this.#sortOf.at(place)]) continue;
      if (skipped < from) skipped += 1;
      else items.push(this.#entry(place));
    }
    return { total, items };
  }

  /** Both ends belong to it. Undefined where there are none. */
  worstBetween(firstSeq: number, lastSeq: number): WorstVerdict | undefined {
    const [from, end] = [this.#placeOf(firstSeq), this.#placeOf(lastSeq + 1)];
    return this.#worst(from, end);
  }

  /** `slots` of equal width in time between two moments; those without verdicts are left out. */
  bySlots(fromAt: number, toAt: number, slots: number): WorstVerdict[] {
    const found: WorstVerdict[] = [];
    const widthMs = Math.max(1, (toAt - fromAt) / slots);
    let place = this.#dropped;
    while (place < this.#seqs.length) {
      const slot = Math.floor(((this.#moments[place] ?? 0) - fromAt) / widthMs);
      // The last slot has the last moment as well.
      const endAt = slot >= slots - 1 ? Number.POSITIVE_INFINITY : fromAt + (slot + 1) * widthMs;
      const end = place + countWhile(this.#seqs.length - place, (index) => (this.#moments[place + index] ?? 0) < endAt);
      const worst = this.#worst(place, Math.max(end, place + 1));
      if (worst) found.push(worst);
      place = Math.max(end, place + 1);
    }
    return found;
  }

  /** Numbers of those in a range, in order, at most `limit`. */
  between(firstSeq: number, lastSeq: number, limit: number): VerdictEntry[] {
    const from = this.#placeOf(firstSeq);
    const end = Math.min(this.#placeOf(lastSeq + 1), from + limit);
    return Array.from({ length: Math.max(0, end - from) }, (_, index) => this.#entry(from + index));
  }

  #worst(from: number, end: number): WorstVerdict | undefined {
    if (end <= from) return undefined;
    const error = countWhile(this.#errors.length, (index) => this.#errors.at(index) < from);
    const place = error < this.#errors.length ? this.#errors.at(error) : end;
    return { ...this.#entry(place < end ? place : from), count: end - from };
  }

  /** Of the first verdict at this entry or after it. */
  #placeOf(seq: number): number {
    return Math.max(
      this.#dropped,
      countWhile(this.#seqs.length, (index) => this.#seqAt(index) < seq),
    );
  }

  #seqAt(place: number): number {
    return this.#baseSeq + this.#seqs.at(place);
  }

  #entry(place: number): VerdictEntry {
    const { kind, level } = this.#sorts[this.#sortOf.at(place)] ?? { kind: "", level: "warning" };
    return { seq: this.#seqAt(place), at: this.#moments[place] ?? 0, kind, level };
  }
}
