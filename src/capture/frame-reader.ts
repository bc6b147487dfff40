/** Reads frames back from a capture: whole, in part, or only which ones an entry came from. */
import type { Direction, FrameData, FrameKind } from "../model/frame.ts";
import { frameCodeOf, frameDirectionOf, frameKindOf } from "./codes.ts";
import type { Database, Statement } from "./database.ts";
import type { StoredEntry } from "./reader.ts";

export interface StoredFrame {
  readonly id: number;
  /** ms since the epoch, with fractions. */
  readonly at: number;
  readonly connection: number;
  readonly kind: FrameKind;
  readonly direction: Direction;
  readonly code: number | undefined;
  readonly data: FrameData;
}

/** The beginning of a frame. */
export interface FramePart extends StoredFrame {
  /** Of the whole. */
  readonly sizeBytes: number;
}

/** The frames that an entry came from. */
export interface FrameList {
  readonly count: number;
  /** The first few and the last few, in order. */
  readonly ids: readonly number[];
}

/** Some bytes of something. */
export interface Slice {
  readonly bytes: Uint8Array;
  /** Of the whole. */
  readonly sizeBytes: number;
}

export interface FrameRow {
  id: number;
  at: number;
  connection: number;
  tags: number;
  data: FrameData;
  size: number;
}

export interface SliceRow {
  data: Uint8Array;
  size: number;
}

const between = "FROM frames WHERE id BETWEEN ? AND ? AND connection = ? AND (? OR tags >> 3 & 1 = ?)";

export class FrameReader {
  /** Rows that still wait to be inserted must be seen as well. */
  readonly #beforeRead: () => void;
  readonly #whole: Statement;
  readonly #part: Statement;
  readonly #slice: Statement;
  readonly #tags: Statement;
  readonly #count: Statement;
  readonly #first: Statement;
  readonly #last: Statement;

  constructor(database: Database, beforeRead: () => void) {
    this.#beforeRead = beforeRead;
    this.#whole = database.prepare("SELECT id, at, connection, tags, data, 0 AS size FROM frames WHERE id = ?");
    this.#part = database.prepare(
      "SELECT id, at, connection, tags, substr(data, 1, ?) AS data, octet_length(data) AS size FROM frames WHERE id = ?",
    );
    this.#slice = database.prepare(
      "SELECT substr(CAST(data AS BLOB), ?, ?) AS data, octet_length(data) AS size FROM frames WHERE id = ?",
    );
    this.#tags = database.prepare("SELECT tags FROM frames WHERE id = ?");
    this.#count = database.prepare(`SELECT count(*) AS count ${between}`);
    this.#first = database.prepare(`SELECT id ${between} ORDER BY id LIMIT ?`);
    this.#last = database.prepare(`SELECT id ${between} ORDER BY id DESC LIMIT ?`);
  }

  get(id: number): StoredFrame | undefined {
    this.#beforeRead();
    const row = this.#whole.get(id) as FrameRow | undefined;
    return row && toFrame(row);
  }

  /** Only the first `limit` characters or bytes of its data are read. */
  part(id: number, limit: number): FramePart | undefined {
    this.#beforeRead();
    const row = this.#part.get(limit, id) as FrameRow | undefined;
    return row && { ...toFrame(row), sizeBytes: row.size };
  }

  /** Bytes from an offset on. */
  slice(id: number, from: number, count: number): Slice {
    this.#beforeRead();
    return toSlice(this.#slice.get(from + 1, count, id) as unknown as SliceRow | undefined);
  }

  kind(id: number): FrameKind | undefined {
    this.#beforeRead();
    const row = this.#tags.get(id) as { tags: number } | undefined;
    return row && frameKindOf(row.tags);
  }

  /**
   * A message's frames travelled its own way; an opening or a closing has those of both. Others that came in between
   * do not count.
   */
  of(entry: StoredEntry, atEachEnd: number): FrameList {
    this.#beforeRead();
    const { firstFrame, lastFrame, connection, source, direction } = entry;
    if (firstFrame === 0) return { count: 0, ids: [] };
    const both = source === "message" && direction !== undefined ? 0 : 1;
    const which = [firstFrame, lastFrame, connection, both, direction === "received" ? 1 : 0] as const;
    const { count } = this.#count.get(...which) as { count: number };
    const ids = (statement: Statement, limit: number) => statement.all(...which, limit).map((row) => Number(row.id));
    const first = ids(this.#first, atEachEnd);
    const last = ids(this.#last, Math.min(atEachEnd, count - first.length)).reverse();
    return { count, ids: [...first, ...last] };
  }
}

/** Nothing of nothing where there is no such row. */
export function toSlice(row: SliceRow | undefined): Slice {
  return { bytes: row?.data ?? new Uint8Array(), sizeBytes: row?.size ?? 0 };
}

export function toFrame(row: FrameRow): StoredFrame {
  return {
    id: row.id,
    at: row.at / 1000,
    connection: row.connection,
    kind: frameKindOf(row.tags),
    direction: frameDirectionOf(row.tags),
    code: frameCodeOf(row.tags),
    data: row.data,
  };
}
