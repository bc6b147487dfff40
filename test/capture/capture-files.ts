/** Captures in a folder of their own for one test, closed and deleted after it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { FilterContext } from "../../src/capture/filter-tests.ts";
import { openCapture } from "../../src/capture/opening.ts";
import type { Capture } from "../../src/capture/store.ts";

/** For captures whose messages nobody can decode. */
export const noContext: FilterContext = {
  labelChannel: (channel) => channel,
  payloadOf: () => undefined,
  streamOf: () => undefined,
};

const opened: Capture[] = [];
const folders: string[] = [];

afterEach(() => {
  for (const capture of opened.splice(0)) capture.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "framescope-test-"));
  folders.push(folder);
  return folder;
}

export function newCapture(path = join(newFolder(), "test.framescope")): Capture {
  const capture = openCapture(path);
  opened.push(capture);
  return capture;
}
