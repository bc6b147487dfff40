/**
 * Reads entries back from a capture, and what connections agreed on. Knows columns, no protocol: what they mean is decoded
 * elsewhere.
 */
import type { Entry } from "../model/capture.ts";
import type { Direction, Handshake } from "../model/frame.ts";
import { bodyBit, bondOf, directionOf, heartbeatBit, levelOf, levels, messageTags, sourceOf } from "./codes.ts";
import type { Database, Statement } from "./database.ts";
import { FrameReader, type Slice, type SliceRow, toSlice } from "./frame-reader.ts";
import { closeCode, httpStatus } from "./sql-words.ts";

export interface StoredEntry extends Entry {
  /** Moment of the entry before it in the capture; undefined for the oldest. */
  readonly previousAt: number | undefined;
  /** It has a text of its own; else its data is its frame's. */
  readonly hasBody: boolean;
}

export interface StoredConnection {
  readonly protocol: string;
  readonly subprotocol: string | undefined;
  readonly handshake: Handshake;
}

export interface EntryNames {
  readonly kinds: readonly string[];
  readonly eventKinds: readonly string[];
  readonly channels: readonly string[];
  readonly closeCodes: readonly number[];
  readonly statuses: readonly number[];
}

/** Where to look for what belongs with an entry: no events, only this connection. */
export interface Neighbourhood {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly connection: number;
  /** Only this way; an HTTP exchange's opening goes both. */
  readonly direction?: Direction | undefined;
  /** Only this channel, and what has none. */
  readonly channel?: string | undefined;
  readonly limit: number;
}

interface EntryRow {
  seq: number;
  at: number;
  previous: number | null;
  connection: number;
  tags: number;
  kind: string;
  channel: string | null;
  event_id: string | null;
  size: number | null;
  first_frame: number;
  last_frame: number;
}

const entryColumns = `
  SELECT e.seq, e.at, (SELECT p.at FROM entries p WHERE p.seq = e.seq - 1) AS previous, e.connection, e.tags,
    k.name AS kind, c.name AS channel, e.event_id, e.size, e.first_frame, e.last_frame
  FROM entries e JOIN kinds k ON k.id = e.kind LEFT JOIN channels c ON c.id = e.channel`;

const neighbours = `${entryColumns} WHERE e.seq BETWEEN ? AND ? AND e.connection = ? AND e.tags & 3 <> 2
  AND (? = 0 OR e.tags & 12 = ? OR k.name = 'open') AND (? IS NULL OR c.name IS NULL OR c.name = ?) ORDER BY e.seq`;

export class CaptureReader {
  readonly frames: FrameReader;
  readonly #database: Database;
  /** Rows that still wait to be inserted must be seen as well. */
  readonly #beforeRead: () => void;
  readonly #entries: Statement;
  readonly #entryAt: Statement;
  readonly #body: Statement;
  readonly #bodySlice: Statement;
  readonly #nextNeighbours: Statement;
  readonly #lastNeighbours: Statement;
  readonly #lastAlike: Statement;
  readonly #connection: Statement;
  readonly #bounds: Statement;

  constructor(database: Database, beforeRead: () => void) {
    this.#database = database;
    this.#beforeRead = beforeRead;
    this.frames = new FrameReader(database, beforeRead);
    this.#entries = database.prepare(`${entryColumns} WHERE e.seq BETWEEN ? AND ?`);
    this.#entryAt = database.prepare("SELECT at FROM entries WHERE seq = ?");
    this.#body = database.prepare("SELECT body FROM bodies WHERE seq = ?");
    this.#bodySlice = database.prepare(
      "SELECT substr(CAST(body AS BLOB), ?, ?) AS data, octet_length(body) AS size FROM bodies WHERE seq = ?",
    );
    this.#nextNeighbours = database.prepare(`${neighbours} LIMIT ?`);
    this.#lastNeighbours = database.prepare(`${neighbours} DESC LIMIT ?`);
    this.#lastAlike = database.prepare(
      `SELECT max(seq) AS seq FROM entries WHERE seq BETWEEN ? AND ? AND tags & 15 = ?
        AND kind = (SELECT id FROM kinds WHERE name = ?) AND channel IS (SELECT id FROM channels WHERE name = ?)`,
    );
    this.#connection = database.prepare("SELECT protocol, subprotocol, handshake FROM connections WHERE id = ?");
    this.#bounds = database.prepare(
      `SELECT (SELECT min(seq) FROM entries) AS lowestSeq, (SELECT max(seq) FROM entries) AS highestSeq,
        (SELECT max(id) FROM frames) AS highestFrame`,
    );
  }

  /** In order of `seq`; both ends belong to it. */
  entriesBetween(firstSeq: number, lastSeq: number): StoredEntry[] {
    this.#beforeRead();
    return (this.#entries.all(firstSeq, lastSeq) as unknown as EntryRow[]).map(toEntry);
  }

  entry(seq: number): StoredEntry | undefined {
    return this.entriesBetween(seq, seq)[0];
  }

  /** Moment of an entry, ms since the epoch. */
  entryAt(seq: number): number | undefined {
    this.#beforeRead();
    const row = this.#entryAt.get(seq) as { at: number } | undefined;
    return row && row.at / 1000;
  }

  /** An entry's own text: a message's that is not just one frame, or JSON of a transport unit or an event. */
  body(seq: number): string | undefined {
    this.#beforeRead();
    return (this.#body.get(seq) as { body: string } | undefined)?.body;
  }

  /** Bytes of an entry's own text or else of its first frame, from an offset on. */
  slice(entry: StoredEntry, from: number, count: number): Slice {
    if (!entry.hasBody) return this.frames.slice(entry.firstFrame, from, count);
    this.#beforeRead();
    return toSlice(this.#bodySlice.get(from + 1, count, entry.seq) as unknown as SliceRow | undefined);
  }

  /** The first ones after `firstSeq`, in order. */
  nextNeighbours(where: Neighbourhood): StoredEntry[] {
    return this.#neighbours(this.#nextNeighbours, where);
  }

  /** The last ones before `lastSeq`, newest first. */
  lastNeighbours(where: Neighbourhood): StoredEntry[] {
    return this.#neighbours(this.#lastNeighbours, where);
  }

  /** What entries are called; at most some 200 names of each sort. `fromSeq`: from where on events are told apart. */
  names(fromSeq: number): EntryNames {
    this.#beforeRead();
    const list = <Name>(sql: string, ...values: number[]) =>
      (this.#database.prepare(`${sql} LIMIT 200`).all(...values) as { name: Name | null }[])
        .map(({ name }) => name)
        .filter((name) => name !== null);
    const transportUnits = "FROM entries e WHERE e.seq >= ? AND e.tags & 3 = 1";
    return {
      kinds: list("SELECT name FROM kinds"),
      eventKinds: list(
        "SELECT DISTINCT k.name FROM entries e JOIN kinds k ON k.id = e.kind WHERE e.seq >= ? AND e.tags & 3 = 2",
        fromSeq,
      ),
      channels: list("SELECT name FROM channels ORDER BY id DESC"),
      closeCodes: list(`SELECT DISTINCT ${closeCode} AS name ${transportUnits}`, fromSeq),
      statuses: list(`SELECT DISTINCT ${httpStatus} AS name ${transportUnits}`, fromSeq),
    };
  }

  /** The newest entry in the stretch that has the kind, direction and channel of this one. */
  lastAlike(entry: StoredEntry, firstSeq: number, lastSeq: number): number | undefined {
    this.#beforeRead();
    const tags = messageTags("message", entry.direction ?? "received");
    const row = this.#lastAlike.get(firstSeq, lastSeq, tags, entry.kind, entry.channel ?? null);
    return (row as { seq: number | null } | undefined)?.seq ?? undefined;
  }

  #neighbours(statement: Statement, where: Neighbourhood): StoredEntry[] {
    this.#beforeRead();
    const { firstSeq, lastSeq, connection, direction, channel = null, limit } = where;
    const way = direction === undefined ? 0 : direction === "received" ? 8 : 4;
    const rows = statement.all(firstSeq, lastSeq, connection, way, way, channel, channel, limit);
    return (rows as unknown as EntryRow[]).map(toEntry);
  }

  connection(id: number): StoredConnection | undefined {
    const row = this.#connection.get(id) as
      | { protocol: string; subprotocol: string | null; handshake: string }
      | undefined;
    return row && { ...row, subprotocol: row.subprotocol ?? undefined, handshake: JSON.parse(row.handshake) };
  }

  /** Of the oldest connection. */
  firstProtocol(): string | undefined {
    const row = this.#database.prepare("SELECT protocol FROM connections ORDER BY id LIMIT 1").get();
    return row && String(row.protocol);
  }

  /** What the newest connection agreed on. */
  lastSubprotocol(): string | undefined {
    const row = this.#database.prepare("SELECT subprotocol FROM connections ORDER BY id DESC LIMIT 1").get();
    return typeof row?.subprotocol === "string" ? row.subprotocol : undefined;
  }

  /** Events of level warning or error; both ends belong to the range. */
  verdictsBetween(firstSeq: number, lastSeq: number): number {
    const row = this.#database
      .prepare(
        `SELECT count(*) AS count FROM entries
        WHERE seq BETWEEN ? AND ? AND tags & 3 = 2 AND tags >> 5 & 7 >= ${levels.indexOf("warning")}`,
      )
      .get(firstSeq, lastSeq);
    return Number(row?.count ?? 0);
  }

  /** Numbers of the rows that are in the file; undefined or 0 where there are none. */
  bounds(): { readonly lowestSeq: number | undefined; readonly highestSeq: number; readonly highestFrame: number } {
    const row = this.#bounds.get() as Record<"lowestSeq" | "highestSeq" | "highestFrame", number | null>;
    return {
      lowestSeq: row.lowestSeq ?? undefined,
      highestSeq: row.highestSeq ?? 0,
      highestFrame: row.highestFrame ?? 0,
    };
  }
}

function toEntry(row: EntryRow): StoredEntry {
  return {
    seq: row.seq,
    at: row.at / 1000,
    previousAt: row.previous === null ? undefined : row.previous / 1000,
    source: sourceOf(row.tags),
    connection: row.connection,
    direction: directionOf(row.tags),
    kind: row.kind,
    channel: row.channel ?? undefined,
    eventId: row.event_id ?? undefined,
    sizeBytes: row.size ?? undefined,
    heartbeat: (row.tags & heartbeatBit) !== 0,
    bond: bondOf(row.tags),
    level: levelOf(row.tags),
    firstFrame: row.first_frame,
    lastFrame: row.last_frame,
    hasBody: (row.tags & bodyBit) !== 0,
  };
}
