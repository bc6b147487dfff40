/**
 * A folder for the captures of one run, named by its process, so that a later run can take away what one that was killed
 * (or whose terminal was closed) had to leave. Knows nothing of what lies inside.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

const nameWithPid = /^framescope-cli-(\d+)-/;

/** Makes it in `parent`, and removes there those of processes that are gone. The caller removes its own. */
export function newCapturesFolder(parent = tmpdir()): string {
  for (const name of readdirSync(parent)) {
    const pid = Number(nameWithPid.exec(name)?.[1]);
    if (pid > 0 && !isRunning(pid)) removeQuietly(join(parent, name));
  }
  return mkdtempSync(join(parent, `framescope-cli-${process.pid}-`));
}

/** EPERM means that it runs, as somebody else. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Another person's folder in a shared /tmp is none of our business, and no reason to fail. */
function removeQuietly(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // It stays where it is.
  }
}
