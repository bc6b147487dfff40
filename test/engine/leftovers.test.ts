import { mkdirSync, readdirSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deleteLeftovers } from "../../src/engine/leftovers.ts";
import { newCapturesFolder } from "./engines.ts";

const now = Date.UTC(2026, 0, 20);
const hourMs = 3_600_000;

/** Files take no room on the disk, whatever their size. */
function write(folder: string, name: string, ageHours: number, sizeBytes = 1): void {
  const path = join(folder, name);
  writeFileSync(path, "");
  truncateSync(path, sizeBytes);
  const changed = new Date(now - ageHours * hourMs);
  utimesSync(path, changed, changed);
}

test("captures older than 7 days go, with what lies beside them; nothing else goes", () => {
  const folder = newCapturesFolder();
  write(folder, "old.framescope", 24 * 8);
  write(folder, "old.framescope-wal", 24 * 8);
  write(folder, "old.framescope-shm", 24 * 8);
  write(folder, "recent.framescope", 24 * 6);
  write(folder, "old-but-written-to.framescope", 24 * 8);
  write(folder, "old-but-written-to.framescope-wal", 24 * 6);
  write(folder, "notes.txt", 24 * 30);
  expect(deleteLeftovers(folder, now, 2e9)).toBe(1);
  expect(readdirSync(folder).sort()).toEqual([
    "notes.txt",
    "old-but-written-to.framescope",
    "old-but-written-to.framescope-wal",
    "recent.framescope",
  ]);
});

test("the oldest go while all together take more than 2 GB, but none that may be in use", () => {
  const folder = newCapturesFolder();
  write(folder, "in-use.framescope", 0.5, 1.5e9);
  write(folder, "newer.framescope", 2, 0.4e9);
  write(folder, "large.framescope", 3, 1e9);
  write(folder, "small.framescope", 4, 0.05e9);
  expect(deleteLeftovers(folder, now, 2e9)).toBe(1);
  expect(readdirSync(folder).sort()).toEqual(["in-use.framescope", "newer.framescope", "small.framescope"]);
});

test("what cannot be deleted stays and does no harm", () => {
  const folder = newCapturesFolder();
  mkdirSync(join(folder, "directory.framescope"));
  const old = new Date(now - 30 * 24 * hourMs);
  utimesSync(join(folder, "directory.framescope"), old, old);
  expect(deleteLeftovers(folder, now, 2e9)).toBe(0);
  expect(readdirSync(folder)).toEqual(["directory.framescope"]);
});
