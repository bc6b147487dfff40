/** Which entries of a capture are meant, and which frames they came from. Fixed when it is made: a recording goes on. */
import type { BulkReader } from "../capture/bulk-reader.ts";
import type { StoredFrame } from "../capture/frame-reader.ts";
import type { CaptureReader, StoredEntry } from "../capture/reader.ts";

/** Both ends belong to it. */
export type Stretch = readonly [firstSeq: number, lastSeq: number];

const entriesPerBatch = 500;
const mostFramesPerBatch = 1_000;
/** A batch of frames is to hold some such amount. */
const bytesPerBatch = 2_000_000;

export class Selection {
  readonly #reader: CaptureReader;
  readonly #bulk: BulkReader;
  readonly #stretches: readonly Stretch[];
  readonly #isWhole: boolean;
  readonly #lastFrame: number;
  /** One bit a frame; only where not all are meant. */
  #chosen: Uint8Array | undefined;

  private constructor(reader: CaptureReader, bulk: BulkReader, stretches: readonly Stretch[], isWhole: boolean) {
    this.#reader = reader;
    this.#bulk = bulk;
    this.#stretches = stretches;
    this.#isWhole = isWhole;
    this.#lastFrame = reader.bounds().highestFrame;
  }

  static whole(reader: CaptureReader, bulk: BulkReader): Selection {
    const { lowestSeq, highestSeq } = reader.bounds();
    return new Selection(reader, bulk, lowestSeq === undefined ? [] : [[lowestSeq, highestSeq]], true);
  }

  /** `seqs` in order. */
  static of(seqs: Iterable<number>, reader: CaptureReader, bulk: BulkReader): Selection {
    return new Selection(reader, bulk, stretchesOf(seqs), false);
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** How many entries. */
  get size(): number {
    return this.#stretches.reduce((sum, [first, last]) => sum + last - first + 1, 0);
  }

  get lastFrame(): number {
    return this.#lastFrame;
  }

  get bounds(): Stretch {
    return [this.#stretches[0]?.[0] ?? 0, this.#stretches.at(-1)?.[1] ?? -1];
  }

  /** In order of `seq`. What was cleared meanwhile is missing. */
  *entries(): Generator<readonly StoredEntry[]> {
    for (const [first, last] of this.#stretches)
      for (let from = first; from <= last; from += entriesPerBatch)
        yield this.#reader.entriesBetween(from, Math.min(last, from + entriesPerBatch - 1));
  }

  /** Looks up which frames are meant, if not all are. To be gone through before `hasFrame` and `frames` are used. */
  *prepare(): Generator<void> {
    if (this.#isWhole || this.#chosen) return;
    const chosen = new Uint8Array((this.#lastFrame >> 3) + 1);
    for (const batch of this.entries()) {
      for (const entry of batch)
        for (const id of this.#bulk.frameIdsOf(entry)) chosen[id >> 3] = (chosen[id >> 3] ?? 0) | (1 << (id & 7));
      yield;
    }
    this.#chosen = chosen;
  }

  hasFrame(id: number): boolean {
    return this.#isWhole || ((this.#chosen?.[id >> 3] ?? 0) & (1 << (id & 7))) !== 0;
  }

  /** In order of their numbers. */
  *frames(): Generator<readonly StoredFrame[]> {
    yield* this.#slices((from, limit) => this.#bulk.frames(from, this.#lastFrame, limit), 1);
  }

  *framesOfConnection(connection: number, first: number, last: number): Generator<readonly StoredFrame[]> {
    const read = (from: number, limit: number) => this.#bulk.framesOfConnection(connection, from, last, limit);
    yield* this.#slices(read, first);
  }

  /** Frames may be small or very large: how many are read at once is learned on the way. */
  *#slices(read: (from: number, limit: number) => StoredFrame[], first: number): Generator<readonly StoredFrame[]> {
    let limit = 32;
    let from = first;
    for (;;) {
      const frames = read(from, limit);
      const last = frames.at(-1);
      if (!last) return;
      from = last.id + 1;
      yield this.#isWhole ? frames : frames.filter(({ id }) => this.hasFrame(id));
      const bytes = frames.reduce((sum, { data }) => sum + data.length, 1);
      limit = Math.max(1, Math.min(mostFramesPerBatch, limit * 4, Math.round((limit * bytesPerBatch) / bytes)));
    }
  }
}

function stretchesOf(seqs: Iterable<number>): Stretch[] {
  const stretches: [number, number][] = [];
  for (const seq of seqs) {
    const last = stretches.at(-1);
    if (last && seq === last[1] + 1) last[1] = seq;
    else if (!last || seq > last[1]) stretches.push([seq, seq]);
  }
  return stretches;
}
