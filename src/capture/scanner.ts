/** Finds the entries that match a filter, range by range, so that a long scan can be done in slices. */
import type { Bond } from "../model/capture.ts";
import { bondOf, faceBit, heartbeatBit, partBit } from "./codes.ts";
import type { Database, Statement } from "./database.ts";
import type { FilterQuery } from "./filter-query.ts";
import { withinMs } from "./time-limit.ts";

/** Told of each match, in order of `seq`. */
export interface MatchSink {
  match(seq: number, heartbeat: boolean, bond: Bond | undefined): void;
}

/**
 * All matches of a range come as one string of numbers: a row for each would take three times as long. A number is the
 * place in the range, and the few bits of the tags that folding needs behind it.
 */
const foldBits = heartbeatBit | faceBit | partBit;
const packed = `group_concat((e.seq - CAST(?1 AS INTEGER)) * 2048 + (e.tags & ${foldBits}))`;
const comma = 44;
const zero = 48;

/** A query of some 3 ms that takes so long has met an entry on which a regular expression does not end. */
const riskyLimitMs = 400;

export class EntryScanner {
  readonly #statement: Statement;
  /** Undefined: the two ends of the range are its only parameters. */
  readonly #query: FilterQuery | undefined;
  readonly #beforeRead: () => void;

  private constructor(statement: Statement, query: FilterQuery | undefined, beforeRead: () => void) {
    this.#statement = statement;
    this.#query = query;
    this.#beforeRead = beforeRead;
  }

  /** Entries for which the query holds. A text is searched up to its first NUL character, where SQLite's LIKE stops. */
  static matching(database: Database, query: FilterQuery, beforeRead: () => void): EntryScanner {
    // Joined and not asked for row by row in a subquery of its own, which took half as long again; and only where frames
    // are looked at, which doubles the time of the rest. SQLite goes through a range of keys in their order.
    const frames = query.looksAtFrames ? "LEFT JOIN frames f ON f.id = e.first_frame" : "";
    const statement = database.prepare(
      `SELECT ${packed} AS found FROM entries e ${frames}
      WHERE e.seq BETWEEN ?1 AND ?2 AND ${query.condition}`,
    );
    return new EntryScanner(statement, query, beforeRead);
  }

  /** Heartbeats, and entries that make one row with the entry before them. */
  static foldable(database: Database, beforeRead: () => void): EntryScanner {
    const statement = database.prepare(
      `SELECT ${packed} AS found FROM entries e WHERE e.seq BETWEEN ?1 AND ?2 AND e.tags & ${foldBits} <> 0`,
    );
    return new EntryScanner(statement, undefined, beforeRead);
  }

  /** It is not asked any more. */
  close(): void {
    this.#query?.release();
  }

  /** Both ends belong to the range. False: it took too long, and nothing was found out. */
  scan(firstSeq: number, lastSeq: number, sink: MatchSink): boolean {
    this.#beforeRead();
    const read = () => this.#statement.get(firstSeq, lastSeq, ...(this.#query?.parameters() ?? []));
    const done = this.#query?.isRisky ? withinMs(riskyLimitMs, read) : { result: read() };
    if (done === undefined) return false;
    const found = done.result?.found;
    if (typeof found === "string") tell(found, firstSeq, sink);
    return true;
  }
}

function tell(found: string, firstSeq: number, sink: MatchSink): void {
  let number = 0;
  for (let at = 0; at <= found.length; at += 1) {
    const code = at < found.length ? found.charCodeAt(at) : comma;
    if (code !== comma) {
      number = number * 10 + code - zero;
      continue;
    }
    const tags = number % 2048;
    sink.match(firstSeq + (number - tags) / 2048, (tags & heartbeatBit) !== 0, bondOf(tags));
    number = 0;
  }
}
