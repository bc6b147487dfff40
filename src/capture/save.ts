/**
 * Saves a capture as one file that stands alone, while it may go on being recorded. It is written beside its place and
 * moved there at the end: a file that was there before is replaced only by a whole one.
 */
import { renameSync, rmSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { settleDatabase } from "./database.ts";
import { type Capture, captureFileSuffixes } from "./store.ts";

/** `told` is called now and then with the share that is done; what it throws ends it. Returns the file's size in bytes. */
export async function saveCapture(capture: Capture, path: string, told: (progress: number) => void): Promise<number> {
  if (resolve(path) === resolve(capture.path))
    throw new Error("A capture cannot be saved over itself. Choose another name.");
  const draft = `${path}.part`;
  const remove = () => {
    for (const suffix of [...captureFileSuffixes, "-journal"]) rmSync(draft + suffix, { force: true });
  };
  remove();
  try {
    await capture.copyTo(draft, told);
    told(1);
    settleDatabase(draft);
    renameSync(draft, path);
  } catch (error) {
    remove();
    throw sentenceOf(error, path);
  }
  return statSync(path).size;
}

function sentenceOf(error: unknown, path: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOSPC" || /disk is full|database or disk/.test(String(error)))
    return new Error(`There is not room enough for ${path}.`);
  if (code === "ERR_SQLITE_ERROR" || /^E[A-Z]+$/.test(code))
    return new Error(`${path} cannot be written. Is there such a folder, and may this user write to it?`);
  return error;
}
