/** The only file that names SQLite: opens a database file with the settings that a recording needs. */
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";

export type Database = DatabaseSync;
export type Statement = StatementSync;
export type SqlValue = SQLInputValue;

/** Someone who looks into the file with another program may hold it for a moment. */
const lockTimeoutMs = 2_000;

/** An SQL function: whether a text, its case ignored, contains another that is in lower case. For any script. */
export const containsFoldedFunction = "contains_folded";

/**
 * Throws with a sentence for the person when this Node has no SQLite, and with SQLite's own words when the file cannot
 * be opened.
 */
export function openDatabase(path: string): Database {
  // Not imported: an import that fails would take the whole engine along, and could not say what to do.
  const sqlite = process.getBuiltinModule?.("node:sqlite");
  if (!sqlite) {
    throw new Error(
      `Captures are SQLite files, and Node ${process.versions.node} has no SQLite built in: ` +
        "use VS Code 1.123 or newer, or Node 24 or newer.",
    );
  }
  const database = new sqlite.DatabaseSync(path, { timeout: lockTimeoutMs });
  // Pages of 16 KiB and a checkpoint every 4 MiB gave the best insert rate for rows of some 250 bytes. Nothing is synced:
  // a crash of the process loses nothing that was committed, and a slow disk never stops the recording, but a power cut
  // may spoil the captures that were open at that moment.
  database.exec(`
    PRAGMA page_size = 16384;
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = OFF;
    PRAGMA wal_autocheckpoint = 256;
    PRAGMA journal_size_limit = 33554432;
    PRAGMA cache_size = -16384;
  `);
  database.function(containsFoldedFunction, { deterministic: true }, (text, folded) =>
    typeof text === "string" && text.toLowerCase().includes(String(folded)) ? 1 : 0,
  );
  return database;
}

/** Moments are stored as whole microseconds. Takes ms. */
export function toMicroseconds(at: number): number {
  return Math.round(at * 1000);
}
