/**
 * Learns whether a stream's ids are whole numbers that grow by one, and then says when one is missing or comes again.
 * Anything else (timestamps, UUIDs, `1795570019:0`) it leaves alone: a false alarm costs more than a missed one.
 */

export type IdFinding =
  | { readonly kind: "gap"; readonly after: number; readonly found: number; readonly missing: number }
  | { readonly kind: "repeat"; readonly after: number; readonly found: number }
  /** One of those that a gap had left out. */
  | { readonly kind: "late"; readonly found: number }
  /** Too many gaps for a counter of one's own: from here on nothing is judged. */
  | { readonly kind: "sparse" };

/** Steps of exactly one, without exception, before anything is judged. */
const stepsToLearn = 3;
/** One gap is a finding; more than these, and more than a tenth of all steps, is how the ids are. */
const gapsToGiveUp = 3;
const maxRemembered = 1000;
const wholeNumber = /^(?:0|[1-9]\d{0,14})$/;

export class IdSequence {
  #last: number | undefined;
  #steps = 0;
  #gaps = 0;
  readonly #missing = new Set<number>();
  #isSparse = false;

  /** Whether a jump would be called a gap. */
  get isLearned(): boolean {
    return this.#steps >= stepsToLearn && !this.#isSparse;
  }

  /** `at` is the moment of arrival, by which timestamps are known. */
  observe(id: string, at: number): IdFinding | undefined {
    const found = readNumber(id, at);
    const last = this.#last;
    if (found === undefined || last === undefined || this.#isSparse) {
      if (found === undefined) this.#unlearn();
      this.#last = found;
      return undefined;
    }
    if (found === last + 1) {
      this.#steps += 1;
      this.#last = found;
      return undefined;
    }
    if (!this.isLearned) {
      this.#unlearn();
      this.#last = found;
      return undefined;
    }
    return found > last ? this.#gap(last, found) : this.#behind(last, found);
  }

  #gap(last: number, found: number): IdFinding {
    this.#last = found;
    this.#gaps += 1;
    if (this.#gaps > gapsToGiveUp && this.#gaps * 10 > this.#steps) {
      this.#isSparse = true;
      return { kind: "sparse" };
    }
    for (let id = last + 1; id < found && this.#missing.size < maxRemembered; id += 1) this.#missing.add(id);
    return { kind: "gap", after: last, found, missing: found - last - 1 };
  }

  /** After a repeat it goes on from there: a whole replay is one finding. */
  #behind(last: number, found: number): IdFinding {
    if (this.#missing.delete(found)) return { kind: "late", found };
    this.#last = found;
    return { kind: "repeat", after: last, found };
  }

  #unlearn(): void {
    this.#steps = 0;
    this.#gaps = 0;
    this.#missing.clear();
  }
}

const yearMs = 365 * 24 * 3600 * 1000;

/** Undefined for what is no whole number, and for what is a time of this year in seconds, ms or µs. */
export function readNumber(id: string, at: number): number | undefined {
  if (!wholeNumber.test(id)) return undefined;
  const number = Number(id);
  const isTime = [1000, 1, 0.001].some((unitMs) => Math.abs(number * unitMs - at) < yearMs);
  return isTime ? undefined : number;
}
