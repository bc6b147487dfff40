import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { protocols } from "../../src/protocols/registry.ts";
import { newCapturesFolder } from "./engines.ts";

test("after a shutdown nothing keeps the process alive", async () => {
  const script = fileURLToPath(new URL("leaving.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, newCapturesFolder()], { timeout: 15_000 });
  const doors = protocols.flatMap(({ door, moreDoors = [] }) => [door, ...moreDoors]);
  expect(stdout).toBe(`${doors.length} doors, all left`);
});
