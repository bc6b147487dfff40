/** The only file that names SQLite: opens a database file with the settings that a recording needs. */
import { statSync } from "node:fs";
import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

export type Database = DatabaseSync;
export type Statement = StatementSync;
export type SqlValue = SQLInputValue;

/** Some 8 MB: a few ms. */
const pagesAtOnce = 500;

/** Someone who looks into the file with another program may hold it for a moment. */
const lockTimeoutMs = 2_000;

/** An SQL function: whether a text, its case ignored, contains another that is in lower case. For any script. */
export const containsFoldedFunction = "contains_folded";

/**
 * Throws with a sentence for the person when this Node has no SQLite, and with SQLite's own words when the file cannot
 * be opened.
 */
export function openDatabase(path: string): Database {
  const database = open(path, false);
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
  return database;
}

/**
 * Opens a database file to look at it. Throws as `openDatabase` does, and for a file that is not there. A file that stands
 * alone is taken as one that nobody writes to, so that SQLite leaves nothing beside it, and it may lie on a read-only disk;
 * what a crash, or somebody who still writes, has left in a log beside it is read too.
 */
export function openDatabaseToRead(path: string): Database {
  const logBytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const alone = pathToFileURL(path);
  alone.searchParams.set("immutable", "1");
  const database = open(logBytes > 0 ? path : alone, true);
  database.exec("PRAGMA cache_size = -16384");
  return database;
}

/**
 * Copies a database into another file while it goes on being written; what is written meanwhile comes along. `told` is
 * called between two steps, with the share that is done; what it throws ends the copy and comes back.
 */
export async function copyDatabase(database: Database, path: string, told: (progress: number) => void): Promise<void> {
  const { backup } = process.getBuiltinModule("node:sqlite");
  let stopped: { readonly reason: unknown } | undefined;
  const progress = ({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }): void => {
    try {
      told(totalPages === 0 ? 1 : 1 - remainingPages / totalPages);
    } catch (reason) {
      stopped = { reason };
      throw reason;
    }
  };
  try {
    await backup(database, path, { rate: pagesAtOnce, progress });
  } catch (error) {
    throw stopped ? stopped.reason : error;
  }
}

/**
 * Moves what stands in the log beside a file into it, and takes the log away. Returns false when somebody has the file
 * open, in this process or another; then nothing has changed. Throws SQLite's own words when the file is spoilt.
 */
export function settleDatabase(path: string): boolean {
  const database = open(path, false, 0);
  try {
    // Only who is alone with a file may leave write-ahead logging: a lock that a dead process cannot hold.
    const mode = database.prepare("PRAGMA journal_mode = DELETE").get()?.journal_mode;
    return mode === "delete";
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  } finally {
    database.close();
  }
}

/** SQLITE_BUSY and SQLITE_LOCKED. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && [5, 6].includes(Number(error.errcode) & 255);
}

function open(path: string | URL, readOnly: boolean, timeout = lockTimeoutMs): Database {
  // Not imported: an import that fails would take the whole engine along, and could not say what to do.
  const sqlite = process.getBuiltinModule?.("node:sqlite");
  if (!sqlite) {
    throw new Error(
      `Captures are SQLite files, and Node ${process.versions.node} has no SQLite built in: ` +
        "use VS Code 1.123 or newer, or Node 24 or newer.",
    );
  }
  const database = new sqlite.DatabaseSync(path, { timeout, readOnly });
  database.function(containsFoldedFunction, { deterministic: true, useBigIntArguments: true }, (text, folded) =>
    typeof text === "string" && text.toLowerCase().includes(String(folded)) ? 1 : 0,
  );
  return database;
}

/** Moments are stored as whole microseconds. Takes ms. */
export function toMicroseconds(at: number): number {
  return Math.round(at * 1000);
}
