/**
 * Reads a capture's frames from end to end, a slice at a time, for whoever writes all of it elsewhere. No statement stays
 * open between two slices, so that recording goes on meanwhile.
 */
import type { Direction } from "../model/frame.ts";
import { frameDirectionOf } from "./codes.ts";
import type { Database, Statement } from "./database.ts";
import { type FrameRow, type StoredFrame, toFrame } from "./frame-reader.ts";
import type { StoredEntry } from "./reader.ts";

/** What lies between two frame numbers of one connection and direction. */
export interface FrameSpan {
  readonly connection: number;
  readonly direction: Direction;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** A connection's own entries of the transport: where they are. */
export interface TransportPlace {
  readonly seq: number;
  readonly connection: number;
  readonly kind: string;
}

export class BulkReader {
  readonly #beforeRead: () => void;
  readonly #frames: Statement;
  readonly #framesOfOne: Statement;
  readonly #spans: Statement;
  readonly #transport: Statement;
  readonly #ids: Statement;

  constructor(database: Database, beforeRead: () => void) {
    this.#beforeRead = beforeRead;
    const columns = "SELECT id, at, connection, tags, data, 0 AS size FROM frames";
    this.#frames = database.prepare(`${columns} WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?`);
    this.#framesOfOne = database.prepare(`${columns} WHERE id BETWEEN ? AND ? AND connection = ? ORDER BY id LIMIT ?`);
    this.#spans = database.prepare(
      `SELECT connection, tags & 8 AS tags, min(id) AS first, max(id) AS last, min(at) AS firstAt, max(at) AS lastAt
        FROM frames WHERE id BETWEEN ? AND ? GROUP BY connection, tags & 8`,
    );
    this.#transport = database.prepare(
      `SELECT e.seq, e.connection, k.name AS kind FROM entries e JOIN kinds k ON k.id = e.kind
        WHERE e.seq BETWEEN ? AND ? AND e.tags & 3 = 1 AND k.name IN ('open', 'closed')`,
    );
    this.#ids = database.prepare(
      "SELECT id FROM frames WHERE id BETWEEN ? AND ? AND connection = ? AND (? OR tags & 8 = ?)",
    );
  }

  /** In order; both ends belong to it; at most `limit`. */
  frames(firstId: number, lastId: number, limit: number): StoredFrame[] {
    this.#beforeRead();
    return (this.#frames.all(firstId, lastId, limit) as unknown as FrameRow[]).map(toFrame);
  }

  framesOfConnection(connection: number, firstId: number, lastId: number, limit: number): StoredFrame[] {
    this.#beforeRead();
    return (this.#framesOfOne.all(firstId, lastId, connection, limit) as unknown as FrameRow[]).map(toFrame);
  }

  /** Of the connections that have frames between these numbers. */
  spans(firstId: number, lastId: number): FrameSpan[] {
    this.#beforeRead();
    return this.#spans.all(firstId, lastId).map((row) => ({
      connection: Number(row.connection),
      direction: frameDirectionOf(Number(row.tags)),
      firstFrame: Number(row.first),
      lastFrame: Number(row.last),
      firstAt: Number(row.firstAt) / 1000,
      lastAt: Number(row.lastAt) / 1000,
    }));
  }

  /** Openings and endings between these entries. */
  transport(firstSeq: number, lastSeq: number): TransportPlace[] {
    this.#beforeRead();
    return this.#transport.all(firstSeq, lastSeq) as unknown as TransportPlace[];
  }

  /** Numbers of all frames that an entry came from. */
  frameIdsOf(entry: StoredEntry): number[] {
    const { firstFrame, lastFrame, connection, source, direction } = entry;
    if (firstFrame === 0) return [];
    if (firstFrame === lastFrame) return [firstFrame];
    this.#beforeRead();
    const both = source === "message" && direction !== undefined ? 0 : 1;
    const received = direction === "received" ? 8 : 0;
    return this.#ids.all(firstFrame, lastFrame, connection, both, received).map((row) => Number(row.id));
  }
}
