/** Finds the entries that match a filter, range by range, so that a long scan can be done in slices. */
import type { Bond } from "../model/capture.ts";
import { bondOf, faceBit, heartbeatBit, partBit } from "./codes.ts";
import type { Database, SqlValue, Statement } from "./database.ts";
import type { FilterQuery } from "./filter-query.ts";

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

export class EntryScanner {
  readonly #statement: Statement;
  readonly #parameters: readonly SqlValue[];
  readonly #beforeRead: () => void;
  readonly #release: () => void;

  private constructor(
    statement: Statement,
    parameters: readonly SqlValue[],
    beforeRead: () => void,
    release: () => void = () => undefined,
  ) {
    this.#statement = statement;
    this.#parameters = parameters;
    this.#beforeRead = beforeRead;
    this.#release = release;
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
    return new EntryScanner(statement, query.parameters, beforeRead, () => query.release());
  }

  /** Heartbeats, and entries that make one row with the entry before them. */
  static foldable(database: Database, beforeRead: () => void): EntryScanner {
    const statement = database.prepare(
      `SELECT ${packed} AS found FROM entries e WHERE e.seq BETWEEN ?1 AND ?2 AND e.tags & ${foldBits} <> 0`,
    );
    return new EntryScanner(statement, [], beforeRead);
  }

  /** It is not asked any more. */
  close(): void {
    this.#release();
  }

  /** Both ends belong to the range. */
  scan(firstSeq: number, lastSeq: number, sink: MatchSink): void {
    this.#beforeRead();
    const row = this.#statement.get(firstSeq, lastSeq, ...this.#parameters);
    const found = row?.found;
    if (typeof found !== "string") return;
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
}
