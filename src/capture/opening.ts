/** Opens capture files, to be recorded into or to be looked at; or says in a sentence why that cannot be. */
import { existsSync } from "node:fs";
import { type Database, openDatabase, openDatabaseToRead } from "./database.ts";
import { checkSchema, prepareSchema } from "./schema.ts";
import { Capture, type CaptureOptions } from "./store.ts";

/** Opens a capture file, or makes a new one. Throws with a sentence for the person. */
export function openCapture(path: string, options: CaptureOptions = {}): Capture {
  const database = openDatabase(path);
  try {
    prepareSchema(database, path);
    return new Capture(database, path, "idle", options);
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens a finished capture to look at it; nothing is changed in it or written beside it. Throws with a sentence for the
 * person when it cannot be opened, or is none.
 */
export function openRecordedCapture(path: string): Capture {
  if (!existsSync(path)) throw new Error(`There is no file ${path}.`);
  let database: Database | undefined;
  try {
    database = openDatabaseToRead(path);
    checkSchema(database, path);
    return new Capture(database, path, "reading");
  } catch (error) {
    database?.close();
    throw sentenceOf(error, path);
  }
}

/** SQLite's own words for a file that is none of its own, or is spoilt, help nobody. */
function sentenceOf(error: unknown, path: string): unknown {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 255 : undefined;
  if (code === 26) return new Error(`${path} is not a Framescope capture.`);
  if (code === 11) return new Error(`${path} is damaged: SQLite cannot read it. A copy of it may be whole.`);
  if (code === 10 || code === 14) return new Error(`${path} cannot be opened. May this user read it, and its folder?`);
  return error;
}
