/**
 * What SQL cannot say of a value, said in JavaScript: regular expressions, names whatever their case and script, and what
 * only the engine can decode. Tests are numbered; a query calls them by number.
 */
import type { Database } from "./database.ts";

/** What a filter needs to know of a capture, and the store does not: it knows no protocol. */
export interface FilterContext {
  /** As rows show the channel. */
  labelChannel(channel: string): string;
  /** The payload as the details show it; undefined where there is none. */
  payloadOf(seq: number): unknown;
  /** Where a protocol has streams behind channels: the stream's name. */
  streamOf(seq: number): string | undefined;
}

/** A regular expression looks at no more of a text than this, so that a long one cannot hold everything up. */
const patternLimit = 65_536;

const testFunction = "filter_test";
const bytesTestFunction = "filter_bytes_test";
const seqTestFunction = "filter_entry_test";

type ValueTest = (value: string) => boolean;
type SeqTest = (seq: number) => boolean;

export class FilterTests {
  readonly #values = new Map<number, ValueTest>();
  readonly #seqs = new Map<number, SeqTest>();
  #last = 0;

  private constructor(database: Database) {
    // Not "deterministic" in SQLite's sense: what a number stands for is not for ever.
    // Integers come as they are in the data: one beyond 2^53 would throw as a number.
    const options = { useBigIntArguments: true };
    database.function(testFunction, options, (test, value) =>
      typeof value === "string" && this.#values.get(Number(test))?.(value) ? 1 : 0,
    );
    database.function(bytesTestFunction, options, (test, value) =>
      value instanceof Uint8Array && this.#values.get(Number(test))?.(textIn(value)) ? 1 : 0,
    );
    database.function(seqTestFunction, options, (test, seq) => (this.#seqs.get(Number(test))?.(Number(seq)) ? 1 : 0));
  }

  static readonly #known = new WeakMap<Database, FilterTests>();

  static of(database: Database): FilterTests {
    const known = FilterTests.#known.get(database) ?? new FilterTests(database);
    FilterTests.#known.set(database, known);
    return known;
  }

  /** Returns SQL that applies the test to a text; anything else fails it. */
  value(numbers: number[], test: ValueTest): (expression: string) => string {
    const number = this.#next(numbers);
    this.#values.set(number, test);
    return (expression) => `${testFunction}(${number}, ${expression})`;
  }

  /** Returns SQL that applies the test to bytes, read as UTF-8; anything else fails it. */
  bytes(numbers: number[], test: ValueTest): (expression: string) => string {
    const number = this.#next(numbers);
    this.#values.set(number, test);
    return (expression) => `${bytesTestFunction}(${number}, ${expression})`;
  }

  /** Returns SQL that applies the test to the number of an entry. */
  entry(numbers: number[], test: SeqTest): string {
    const number = this.#next(numbers);
    this.#seqs.set(number, test);
    return `${seqTestFunction}(${number}, e.seq)`;
  }

  forget(numbers: readonly number[]): void {
    for (const number of numbers) {
      this.#values.delete(number);
      this.#seqs.delete(number);
    }
  }

  #next(numbers: number[]): number {
    this.#last += 1;
    numbers.push(this.#last);
    return this.#last;
  }
}

function textIn(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

export function patternTest(pattern: RegExp): ValueTest {
  return (value) => pattern.test(value.length > patternLimit ? value.slice(0, patternLimit) : value);
}
