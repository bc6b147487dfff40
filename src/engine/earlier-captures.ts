/**
 * Captures of earlier runs that can be opened again: what a window that crashed, or was closed, has left in the folder.
 * A capture that somebody still records, in another window, is left alone: SQLite tells, by refusing to change the way in
 * which the file is written. What a crash has left in the log beside it is moved into the file on the way.
 */
import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { EarlierCapture } from "../bridge/engine-api.ts";
import { settleDatabase } from "../capture/database.ts";
import { openRecordedCapture } from "../capture/opening.ts";
import { captureFileSuffixes } from "../capture/store.ts";
import { captureExtension } from "./leftovers.ts";

/** The newest first. Files that are none of ours, or cannot be read, are left out. */
export function earlierCaptures(folder: string): EarlierCapture[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(captureExtension))
    .flatMap((name) => look(join(folder, name)))
    .sort((a, b) => b.startedAt - a.startedAt);
}

/** Throws with a sentence for any file that is not in the folder, or is still being recorded. */
export function deleteEarlierCapture(folder: string, path: string): void {
  if (resolve(dirname(path)) !== resolve(folder) || !path.endsWith(captureExtension))
    throw new Error(`${path} is not a capture that Framescope keeps.`);
  if (!settleDatabase(path)) throw new Error(`${basename(path)} is still being recorded.`);
  for (const suffix of captureFileSuffixes) rmSync(path + suffix, { force: true });
}

function look(path: string): EarlierCapture[] {
  try {
    if (!settleDatabase(path)) return [];
    const capture = openRecordedCapture(path);
    try {
      const { title, session, protocol, startedAt, endedAt } = capture.about;
      const { entries, reader, firstSeq, lastSeq } = capture;
      if (entries === 0) return [];
      return [
        {
          path,
          session,
          title: title || basename(path),
          protocol,
          startedAt: startedAt ?? reader.entryAt(firstSeq) ?? 0,
          lastAt: reader.entryAt(lastSeq) ?? 0,
          entries,
          sizeBytes: statSync(path).size,
          brokeOff: endedAt === undefined,
        },
      ];
    } finally {
      capture.close();
    }
  } catch {
    // Spoilt, or of a newer version: it is not offered, and goes when it is old enough.
    return [];
  }
}
