/**
 * Rows on demand: fetched in blocks, two ahead of where the person scrolls, the least recently seen forgotten.
 * Knows nothing of the DOM, nor of what a row says.
 */
import type { Row, RowWindow } from "../src/bridge/rows.ts";

const blockRows = 100;
const blocksAhead = 2;
const blocksKept = 64;
const fetchesAtOnce = 3;

interface Block {
  /** Place of its first row. */
  readonly from: number;
  readonly rows: readonly Row[];
  /** Grows with each arrival: of two blocks that hold a row, the later one is right. */
  readonly arrival: number;
  /** It held the last row when it was asked for: that row may grow (a fold), and others follow. */
  readonly end: boolean;
  /** To be fetched again, and shown until then. */
  stale: boolean;
}

export interface RowBlocksOptions {
  fetch(from: number, count: number): Promise<RowWindow>;
  arrived(): void;
  failed(error: Error): void;
}

/**
 * Indexes count from the first row that is there. Inside, rows have a place that never changes: their index, and what went
 * at the front before.
 */
export class RowBlocks {
  readonly #options: RowBlocksOptions;
  /** By block number; a Map's order is the order of last use. */
  readonly #blocks = new Map<number, Block>();
  readonly #pending = new Set<number>();
  #wanted: readonly number[] = [];
  #tail: Block | undefined;
  #tailPending = false;
  /** Answers to questions from before a reset are worthless. */
  #epoch = 0;
  #arrivals = 0;
  #count = 0;
  /** What went at the front, of the rows that are shown; and of those that the host has by now, which may be more. */
  #first = 0;
  #hostFirst = 0;

  constructor(options: RowBlocksOptions) {
    this.#options = options;
  }

  row(index: number): Row | undefined {
    const place = index + this.#first;
    const block = this.#blocks.get(Math.floor(place / blockRows));
    const inBlock = block?.rows[place - block.from];
    const inTail = this.#tail?.rows[place - this.#tail.from];
    if (!inTail || !inBlock) return inTail ?? inBlock;
    return (block?.arrival ?? 0) > (this.#tail?.arrival ?? 0) ? inBlock : inTail;
  }

  /** Where the newest rows end that were fetched by `wantTail`; undefined before any came. */
  get tailEnd(): number | undefined {
    return this.#tail && this.#tail.from + this.#tail.rows.length - this.#first;
  }

  /** So many rows went at the front; `hostFirst` where the rows that are shown stand still, and the host's do not. */
  drop(first: number, hostFirst: number): void {
    this.#first = first;
    this.#hostFirst = hostFirst;
  }

  /** These rows are to be seen now, and the person is moving up (-1) or down (1). Both ends are inclusive. */
  want(first: number, last: number, direction: -1 | 1, count: number): void {
    this.#count = this.#first + count;
    if (count === 0 || last < first) return;
    const firstBlock = Math.floor(this.#first / blockRows);
    const lastBlock = Math.floor((this.#count - 1) / blockRows);
    const from = Math.max(firstBlock, Math.floor((this.#first + first) / blockRows));
    const to = Math.min(lastBlock, Math.floor((this.#first + last) / blockRows));
    const wanted: number[] = [];
    for (let block = from; block <= to; block++) wanted.push(block);
    const edge = direction > 0 ? to : from;
    for (let step = 1; step <= blocksAhead; step++) {
      const block = edge + step * direction;
      if (block >= firstBlock && block <= lastBlock) wanted.push(block);
    }
    for (const number of wanted) this.#touch(number);
    this.#wanted = wanted;
    this.#fetchWanted();
  }

  /** Fetches the last `size` rows of `count`; one question at a time, since the next update asks again anyway. */
  wantTail(count: number, size: number): void {
    if (this.#tailPending || count === 0) return;
    const end = this.#first + count - this.#hostFirst;
    const from = Math.max(0, end - size);
    if (end <= from) return;
    const epoch = this.#epoch;
    this.#tailPending = true;
    this.#options.fetch(from, end - from).then(
      (window) => {
        if (epoch !== this.#epoch) return;
        this.#tailPending = false;
        this.#tail = this.#block(window, true);
        this.#options.arrived();
      },
      (error: Error) => {
        if (epoch !== this.#epoch) return;
        this.#tailPending = false;
        this.#options.failed(error);
      },
    );
  }

  /** Forgets the newest rows, so that none from an earlier time are taken for them. */
  forgetTail(): void {
    this.#tail = undefined;
  }

  /** The capture has grown. */
  grow(): void {
    for (const block of this.#blocks.values()) block.stale ||= block.end;
  }

  /** Another filter, another fold, or a clear. */
  reset(): void {
    this.#epoch++;
    this.#blocks.clear();
    this.#pending.clear();
    this.#wanted = [];
    this.#tail = undefined;
    this.#tailPending = false;
    this.#first = 0;
    this.#hostFirst = 0;
  }

  #block({ firstRow, from, rows }: RowWindow, end: boolean): Block {
    // Of rows that went after the question, the answer has none, and others instead.
    const stale = firstRow !== this.#hostFirst && !end;
    return { from: firstRow + from, rows, arrival: ++this.#arrivals, end, stale };
  }

  #touch(number: number): void {
    const block = this.#blocks.get(number);
    if (!block) return;
    this.#blocks.delete(number);
    this.#blocks.set(number, block);
  }

  #fetchWanted(): void {
    for (const number of this.#wanted) {
      if (this.#pending.size >= fetchesAtOnce) return;
      const block = this.#blocks.get(number);
      if (this.#pending.has(number) || (block && !block.stale)) continue;
      this.#fetch(number);
    }
  }

  #fetch(number: number): void {
    const epoch = this.#epoch;
    const last = (number + 1) * blockRows;
    const end = last >= this.#count;
    const from = Math.max(0, number * blockRows - this.#hostFirst);
    this.#pending.add(number);
    this.#options.fetch(from, last - this.#hostFirst - from).then(
      (window) => {
        if (epoch !== this.#epoch) return;
        this.#pending.delete(number);
        this.#blocks.delete(number);
        this.#blocks.set(number, this.#block(window, end));
        for (const oldest of this.#blocks.keys()) {
          if (this.#blocks.size <= blocksKept) break;
          this.#blocks.delete(oldest);
        }
        this.#fetchWanted();
        this.#options.arrived();
      },
      (error: Error) => {
        if (epoch !== this.#epoch) return;
        // Not asked again at once: the next scroll or update does.
        this.#pending.delete(number);
        this.#options.failed(error);
      },
    );
  }
}
