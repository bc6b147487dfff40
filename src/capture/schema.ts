/**
 * What a capture file looks like inside. Meant to be opened by people as well (`sqlite3 file.framescope`): the view
 * `timeline` shows entries with their payload, and `frames` shows what travelled.
 */
import { bodyBit, directions, frameKinds, heartbeatBit, levels, sources } from "./codes.ts";
import type { Database } from "./database.ts";

/** Stands in SQLite's `user_version`. A change that older code cannot read raises it. */
const schemaVersion = 1;
/** "FSCP": tells our files from other SQLite files. */
const applicationId = 0x46534350;

function wordFor(expression: string, words: readonly string[]): string {
  const cases = words.map((word, number) => `WHEN ${number} THEN ${word === "" ? "NULL" : `'${word}'`}`);
  return `CASE ${expression} ${cases.join(" ")} END`;
}

// No index besides the keys: each would cost a quarter of the insert rate. Generated columns cost nothing on insert.
const tables = `
  CREATE TABLE connections (
    id INTEGER PRIMARY KEY,
    protocol TEXT NOT NULL,
    subprotocol TEXT,
    handshake TEXT NOT NULL          -- JSON, masked
  );
  CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE channels (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE frames (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,             -- microseconds since the epoch
    connection INTEGER NOT NULL,
    tags INTEGER NOT NULL,
    data,                            -- TEXT or BLOB as it travelled; heads are JSON, masked
    kind TEXT AS (${wordFor("tags & 7", frameKinds)}),
    direction TEXT AS (${wordFor("tags >> 3 & 1", ["sent", "received"])}),
    code INTEGER AS (nullif(tags >> 4, 0))
  );
  CREATE TABLE entries (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,             -- microseconds since the epoch
    connection INTEGER NOT NULL,
    tags INTEGER NOT NULL,
    kind INTEGER NOT NULL,           -- in kinds
    channel INTEGER,                 -- in channels
    event_id TEXT,
    size INTEGER,                    -- bytes; NULL for events
    first_frame INTEGER NOT NULL,
    last_frame INTEGER NOT NULL,
    source TEXT AS (${wordFor("tags & 3", sources)}),
    direction TEXT AS (${wordFor("tags >> 2 & 3", directions)}),
    heartbeat INTEGER AS (tags & ${heartbeatBit} <> 0),
    level TEXT AS (${wordFor("tags >> 5 & 7", levels)})
  );
  -- What is not just one whole frame: a message's own text, a transport unit or an event as JSON.
  CREATE TABLE bodies (seq INTEGER PRIMARY KEY, body TEXT NOT NULL);
  -- What the file is a recording of, for whoever opens it: see about.ts.
  CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE VIEW timeline AS
    SELECT e.seq, strftime('%Y-%m-%d %H:%M:%f', e.at / 1e6, 'unixepoch') AS time, e.connection, e.source, e.direction,
      k.name AS kind, c.name AS channel, e.event_id, e.size, e.level,
      CASE WHEN e.tags & ${bodyBit} THEN b.body ELSE f.data END AS payload
    FROM entries e JOIN kinds k ON k.id = e.kind LEFT JOIN channels c ON c.id = e.channel
      LEFT JOIN bodies b ON b.seq = e.seq LEFT JOIN frames f ON f.id = e.first_frame;
`;

/** Makes the tables in a new file. Throws with a sentence for the person when the file is not ours, or is newer. */
export function prepareSchema(database: Database, path: string): void {
  if (pragma(database, "schema_version") === 0) {
    database.exec(
      `BEGIN; ${tables} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`,
    );
    return;
  }
  checkSchema(database, path);
  // Written before files told what they are.
  database.exec("CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
}

/** Throws with a sentence for the person when the file is not ours, is newer, or is damaged at its beginning. */
export function checkSchema(database: Database, path: string): void {
  if (pragma(database, "application_id") !== applicationId) throw new Error(`${path} is not a Framescope capture.`);
  const version = pragma(database, "user_version");
  if (version > schemaVersion) {
    throw new Error(
      `${path} was written by a newer Framescope (format ${version}; this one reads up to ${schemaVersion}).`,
    );
  }
}

function pragma(database: Database, name: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
}
