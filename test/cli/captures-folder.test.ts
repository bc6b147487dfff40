import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, expect, it } from "vitest";
import { newCapturesFolder } from "../../src/cli/captures-folder.ts";

const parent = mkdtempSync(join(tmpdir(), "framescope-test-"));
afterEach(() => rmSync(parent, { recursive: true, force: true }));

it("takes away what a killed run left, and nothing else", () => {
  const gone = spawnSync(process.execPath, ["-e", ""]).pid;
  const left = join(parent, `framescope-cli-${gone}-abc`);
  const kept = [`framescope-cli-${process.pid}-abc`, "framescope-abc", "other-1-abc"].map((name) => join(parent, name));
  for (const folder of [left, ...kept]) mkdirSync(folder);
  writeFileSync(join(left, "capture.framescope"), "");

  const folder = newCapturesFolder(parent);

  expect(folder).toContain(`framescope-cli-${process.pid}-`);
  expect(existsSync(left)).toBe(false);
  for (const other of [folder, ...kept]) expect(existsSync(other)).toBe(true);
});
