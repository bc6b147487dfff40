/**
 * Captures of earlier runs. They are kept, since a window that crashed may be asked for what it saw; only those older
 * than 7 days are deleted, and the oldest ones while all together take more than they may. What was written to within the
 * last hour may belong to another window and is left alone.
 */
import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { captureFileSuffixes } from "../capture/store.ts";

/** Of capture files, with its dot. */
export const captureExtension = ".framescope";

const maxAgeMs = 7 * 24 * 60 * 60 * 1000;
const inUseMs = 60 * 60 * 1000;

interface Leftover {
  readonly path: string;
  readonly sizeBytes: number;
  readonly changedAt: number;
}

/** `now` in ms since the epoch. Returns how many were deleted; what cannot be deleted stays. */
export function deleteLeftovers(folder: string, now: number, maxTotalBytes: number): number {
  const leftovers = readdirSync(folder)
    .filter((name) => name.endsWith(captureExtension))
    .map((name) => measure(join(folder, name)))
    .sort((a, b) => b.changedAt - a.changedAt);
  let totalBytes = 0;
  let deleted = 0;
  for (const { path, sizeBytes, changedAt } of leftovers) {
    totalBytes += sizeBytes;
    const ageMs = now - changedAt;
    if (ageMs < inUseMs || (ageMs <= maxAgeMs && totalBytes <= maxTotalBytes)) continue;
    if (!remove(path)) continue;
    totalBytes -= sizeBytes;
    deleted += 1;
  }
  return deleted;
}

function measure(path: string): Leftover {
  let sizeBytes = 0;
  let changedAt = 0;
  for (const suffix of captureFileSuffixes) {
    const stats = statSync(path + suffix, { throwIfNoEntry: false });
    sizeBytes += stats?.size ?? 0;
    changedAt = Math.max(changedAt, stats?.mtimeMs ?? 0);
  }
  return { path, sizeBytes, changedAt };
}

function remove(path: string): boolean {
  try {
    for (const suffix of captureFileSuffixes) rmSync(path + suffix, { force: true });
    return true;
  } catch {
    return false;
  }
}
