/**
 * Maps the rows of a timeline to entries of a capture, filtered and folded. Without a filter that is arithmetic on
 * `seq`; else the matches are collected in slices, while the capture goes on. Knows numbers of entries, not what is in
 * them; never uses LIMIT and OFFSET, which take longer the farther down one looks.
 */
import type { ViewOptions } from "../bridge/rows.ts";
import { parseFilter } from "../filter/parse.ts";
import type { Bond } from "../model/capture.ts";
import type { FilterContext } from "./filter-tests.ts";
import { Folds } from "./folds.ts";
import { countWhile, NumberList } from "./number-list.ts";
import type { EntryScanner, MatchSink } from "./scanner.ts";
import type { Capture } from "./store.ts";

/** Between two slices everything else gets its turn. */
const sliceMs = 8;
/** One query is to take some such part of a slice; how many entries that are is learned on the way. */
const queryMs = 3;
const firstQueryEntries = 2_000;
const largestQueryEntries = 100_000;
/** A query over fewer entries that takes more than this share of the time of the one before is mostly overhead. */
const fixedShare = 0.75;

/** The entries that one row stands for. */
export interface ViewRow {
  /** Of the entry that it shows. */
  readonly seq: number;
  readonly count: number;
  /** Both equal `seq` unless it stands for several. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

export class View implements MatchSink {
  readonly capture: Capture;
  readonly #context: FilterContext;
  #options: ViewOptions;
  /** None when there is nothing to look for: the view is the capture itself. */
  #scanner: EntryScanner | undefined;
  #generation: number;
  /** `seq` of the first entry that the view could show; the other numbers count from it. */
  #base: number;
  #scanned = 0;
  /** Only with a filter: `seq - base` of each match. */
  readonly #matches = new NumberList();
  readonly #folds = new Folds();
  #isFiltered: boolean;
  /** Rows that were dropped at the front, since the rows became what they are. */
  #firstRow = 0;
  #scanMs = 0;
  #caughtUp = false;
  #queryEntries = firstQueryEntries;
  #learned: { readonly entries: number; readonly tookMs: number } | undefined;
  #failure: string | undefined;
  #isStopped = false;

  /** Throws with a sentence that names the place when the filter cannot be understood. */
  constructor(capture: Capture, options: ViewOptions, context: FilterContext) {
    this.capture = capture;
    this.#context = context;
    this.#options = options;
    this.#isFiltered = isFilter(options);
    this.#scanner = this.#scannerFor(options);
    this.#generation = capture.generation;
    this.#base = capture.firstSeq;
  }

  get options(): ViewOptions {
    return this.#options;
  }

  /** Throws as the constructor does; then nothing has changed. */
  set options(options: ViewOptions) {
    const scanner = this.#scannerFor(options);
    this.#scanner?.close();
    this.#scanner = scanner;
    this.#options = options;
    this.#isFiltered = isFilter(options);
    this.#restart();
  }

  /** Nothing is asked of it any more. */
  close(): void {
    this.#scanner?.close();
  }

  /** Rows after filtering and folding, as far as entries were looked at. */
  get rows(): number {
    return this.#folds.rows(this.#positions);
  }

  /**
   * How many rows went at the front, where a capture has a largest size: the place of a row, plus this, never changes.
   * From 0 again when the options change or the capture is cleared.
   */
  get firstRow(): number {
    this.#follow();
    return this.#firstRow;
  }

  get matches(): number {
    this.#follow();
    return !this.#isFiltered ? this.capture.entries : this.#matches.length;
  }

  /** Entries looked at. */
  get scanned(): number {
    this.#follow();
    return this.#scanner ? this.#scanned : this.capture.entries;
  }

  /** Working time until the scan had caught up with the capture; ms. Live rows after that are not counted. */
  get scanMs(): number {
    return this.#scanMs;
  }

  /** Why the scan was given up, as a sentence; it goes on with other options. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** The search was stopped before its end: the rows stay what they are until it goes on, or the options change. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Nothing further is looked at, what comes live neither. Without a filter there is nothing to stop. */
  stopSearch(): void {
    this.#isStopped = this.#isFiltered;
  }

  /** From where it stopped. */
  goOnSearching(): void {
    this.#isStopped = false;
  }

  /**
   * Looks at further entries for at most some 8 ms; where a regular expression does not end, it is stopped after a longer
   * while. Returns whether some are left.
   */
  scanSlice(): boolean {
    this.#follow();
    const scanner = this.#scanner;
    if (!scanner || this.#isStopped || this.#failure !== undefined) return false;
    const startedAt = performance.now();
    let elapsed = 0;
    while (this.#scanned < this.capture.entries && elapsed + queryMs <= sliceMs) {
      const count = Math.min(this.#queryEntries, this.capture.entries - this.#scanned);
      if (!this.#take(scanner, count)) return this.#failure === undefined;
      const now = performance.now() - startedAt;
      this.#learn(count, now - elapsed);
      elapsed = now;
    }
    if (!this.#caughtUp) this.#scanMs += elapsed;
    this.#caughtUp ||= this.#scanned >= this.capture.entries;
    return this.#scanned < this.capture.entries;
  }

  /** In order; fewer at the end. */
  window(from: number, count: number): ViewRow[] {
    const end = Math.min(from + count, this.rows);
    const window: ViewRow[] = [];
    for (let row = Math.max(0, from); row < end; row += 1) {
      const folded = this.#folds.rowAt(row);
      const { position, count, face } = folded;
      const [firstSeq, lastSeq] = [this.#seqAt(position), this.#seqAt(position + count - 1)];
      window.push({ seq: this.#seqAt(face), count, firstSeq, lastSeq });
    }
    return window;
  }

  /** All entries that it shows so far, folded ones included, in order. */
  *seqs(): Generator<number> {
    const positions = this.#positions;
    for (let position = 0; position < positions; position += 1) yield this.#seqAt(position);
  }

  /** The row of this entry, or else of the next one that the view has, or else the last row; -1 when it has none. */
  indexOf(seq: number): number {
    const positions = this.#positions;
    if (positions === 0) return -1;
    const wanted = seq - this.#base;
    const position = !this.#isFiltered ? wanted : countWhile(positions, (index) => this.#matches.at(index) < wanted);
    return this.#folds.rowOf(Math.max(0, Math.min(position, positions - 1)));
  }

  get #positions(): number {
    this.#follow();
    return !this.#isFiltered ? this.scanned : this.#matches.length;
  }

  #seqAt(position: number): number {
    return this.#base + (!this.#isFiltered ? position : this.#matches.at(position));
  }

  #take(scanner: EntryScanner, count: number): boolean {
    const first = this.#base + this.#scanned;
    if (scanner.scan(first, first + count - 1, this)) {
      this.#scanned += count;
      return true;
    }
    // Entry by entry from here on, to find the one that takes so long, or none if only the machine was busy.
    if (this.#queryEntries > 1) this.#queryEntries = 1;
    else this.#failure = `A regular expression does not come to an end on row ${first}: write it with fewer * and +.`;
    return false;
  }

  /** For the scanner alone. */
  match(seq: number, heartbeat: boolean, bond: Bond | undefined): void {
    const filtered = this.#isFiltered;
    const offset = seq - this.#base;
    const position = filtered ? this.#matches.length : offset;
    if (this.#options.foldHeartbeats && (heartbeat || bond !== undefined)) {
      // A filter may leave out the entry that this one is bound to.
      const isNext = !filtered || (position > 0 && this.#matches.at(position - 1) === offset - 1);
      this.#folds.add(position, { heartbeat, bond: isNext ? bond : undefined });
    }
    if (filtered) this.#matches.push(offset);
  }

  #learn(entries: number, tookMs: number): void {
    // Short queries say nothing: most of their time is overhead.
    if (entries < this.#queryEntries && tookMs < queryMs) return;
    const before = this.#learned;
    this.#learned = { entries, tookMs };
    // Most of it is the same for however many (a long list of names): fewer at once would only pay for that more often.
    if (before && tookMs > queryMs && entries < before.entries && tookMs > before.tookMs * fixedShare) {
      this.#queryEntries = Math.min(before.entries * 2, largestQueryEntries);
      return;
    }
    const fitting = Math.round((entries * queryMs) / Math.max(tookMs, 0.1));
    this.#queryEntries = Math.max(1, Math.min(fitting, this.#queryEntries * 4, largestQueryEntries));
  }

  #scannerFor({ filter, foldHeartbeats, utcOffsetMinutes }: ViewOptions): EntryScanner | undefined {
    const { expression, faults } = parseFilter(filter);
    const fault = faults[0];
    if (fault) throw new Error(`Filter, character ${fault.from + 1}: ${fault.message}`);
    if (!expression) return foldHeartbeats ? this.capture.foldScanner() : undefined;
    const zone = { utcOffsetMinutes: utcOffsetMinutes ?? localOffsetMinutes(), now: this.capture.now };
    return this.capture.scannerFor(expression, this.#context, zone);
  }

  /** After a clear the view begins anew; what the capture drops at its front goes here too. */
  #follow(): void {
    if (this.#generation !== this.capture.generation) this.#restart();
    else if (this.#base < this.capture.firstSeq) this.#dropBefore(this.capture.firstSeq);
  }

  #dropBefore(firstSeq: number): void {
    const dropped = firstSeq - this.#base;
    const positions = this.#isFiltered
      ? countWhile(this.#matches.length, (index) => this.#matches.at(index) < dropped)
      : Math.min(dropped, this.#scanner ? this.#scanned : dropped);
    this.#firstRow += this.#folds.dropBefore(positions);
    if (this.#isFiltered) this.#matches.dropFirst(positions, dropped);
    this.#base = firstSeq;
    this.#scanned = Math.max(0, this.#scanned - dropped);
  }

  #restart(): void {
    this.#generation = this.capture.generation;
    this.#base = this.capture.firstSeq;
    this.#scanned = 0;
    this.#firstRow = 0;
    this.#matches.clear();
    this.#folds.clear();
    this.#scanMs = 0;
    this.#caughtUp = false;
    this.#queryEntries = firstQueryEntries;
    this.#failure = undefined;
    this.#isStopped = false;
  }
}

function localOffsetMinutes(): number {
  return -new Date().getTimezoneOffset();
}

/** One of nothing but spaces is none. */
function isFilter({ filter }: ViewOptions): boolean {
  return filter.trim() !== "";
}
