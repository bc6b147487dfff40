/** Finds the entries that match a filter, range by range, so that a long scan can be done in slices. */
import type { Bond } from "../model/capture.ts";
import { bondOf, faceBit, heartbeatBit, partBit } from "./codes.ts";
import type { Database, SqlValue, Statement } from "./database.ts";
import type { FilterQuery } from "./filter-query.ts";

export interface Match {
  readonly seq: number;
  readonly heartbeat: boolean;
  readonly bond: Bond | undefined;
}

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
    // Joined and not asked for row by row in a subquery of its own: that took half as long again. SQLite leaves the join
    // out where no word of it is used.
    const statement = database.prepare(
      `SELECT e.seq, e.tags FROM entries e LEFT JOIN frames f ON f.id = e.first_frame
      WHERE e.seq BETWEEN ?1 AND ?2 AND ${query.condition}`,
    );
    return new EntryScanner(statement, query.parameters, beforeRead, () => query.release());
  }

  /** Heartbeats, and entries that make one row with the entry before them. */
  static foldable(database: Database, beforeRead: () => void): EntryScanner {
    const bits = heartbeatBit | faceBit | partBit;
    const statement = database.prepare(
      `SELECT seq, tags FROM entries WHERE seq BETWEEN ?1 AND ?2 AND tags & ${bits} <> 0`,
    );
    return new EntryScanner(statement, [], beforeRead);
  }

  /** It is not asked any more. */
  close(): void {
    this.#release();
  }

  /** In order of `seq`; both ends belong to the range. */
  matches(firstSeq: number, lastSeq: number): Match[] {
    this.#beforeRead();
    const rows = this.#statement.all(firstSeq, lastSeq, ...this.#parameters) as unknown as {
      seq: number;
      tags: number;
    }[];
    return rows.map(({ seq, tags }) => ({ seq, heartbeat: (tags & heartbeatBit) !== 0, bond: bondOf(tags) }));
  }
}
