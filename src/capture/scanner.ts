/** Finds the entries that match a filter, range by range, so that a long scan can be done in slices. */
import type { Bond } from "../model/capture.ts";
import { bodyBit, bondOf, faceBit, heartbeatBit, partBit } from "./codes.ts";
import { containsFoldedFunction, type Database, type Statement } from "./database.ts";

export interface Match {
  readonly seq: number;
  readonly heartbeat: boolean;
  readonly bond: Bond | undefined;
}

export class EntryScanner {
  readonly #statement: Statement;
  readonly #parameters: readonly string[];
  readonly #beforeRead: () => void;

  private constructor(statement: Statement, parameters: readonly string[], beforeRead: () => void) {
    this.#statement = statement;
    this.#parameters = parameters;
    this.#beforeRead = beforeRead;
  }

  /**
   * Entries whose kind, channel, event id or text contains these characters; case does not matter, in any script.
   * A text is searched up to its first NUL character, where SQLite's LIKE stops.
   */
  static containing(database: Database, characters: string, beforeRead: () => void): EntryScanner {
    const { contains, parameter } = containment(characters);
    // Joined and not asked for row by row in a subquery of its own: that took half as long again.
    const statement = database.prepare(`
      SELECT e.seq, e.tags FROM entries e LEFT JOIN frames f ON f.id = e.first_frame
      WHERE e.seq BETWEEN ?1 AND ?2 AND (
        e.kind IN (SELECT id FROM kinds WHERE ${contains("name")})
        OR e.channel IN (SELECT id FROM channels WHERE ${contains("name")})
        OR e.event_id IS NOT NULL AND ${contains("e.event_id")}
        OR CASE WHEN e.tags & ${bodyBit} THEN ${contains("(SELECT body FROM bodies b WHERE b.seq = e.seq)")}
          WHEN typeof(f.data) = 'text' THEN ${contains("f.data")} END)`);
    return new EntryScanner(statement, [parameter], beforeRead);
  }

  /** Heartbeats, and entries that make one row with the entry before them. */
  static foldable(database: Database, beforeRead: () => void): EntryScanner {
    const bits = heartbeatBit | faceBit | partBit;
    const statement = database.prepare(
      `SELECT seq, tags FROM entries WHERE seq BETWEEN ?1 AND ?2 AND tags & ${bits} <> 0`,
    );
    return new EntryScanner(statement, [], beforeRead);
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

// SQLite's LIKE knows only the case of ASCII letters, but is five times faster than asking JavaScript.
function containment(characters: string): { contains(expression: string): string; parameter: string } {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII but NUL.
  if (/^[\x01-\x7f]*$/.test(characters)) {
    const pattern = `%${characters.replace(/[\\%_]/g, "\\$&")}%`;
    return { contains: (expression) => `${expression} LIKE ?3 ESCAPE '\\'`, parameter: pattern };
  }
  return {
    contains: (expression) => `${containsFoldedFunction}(${expression}, ?3)`,
    parameter: characters.toLowerCase(),
  };
}
