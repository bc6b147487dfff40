/** The file through which a test finds the mock server that a terminal started. */
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeControlFile } from "../../src/cli/control-file.ts";
import { connectToMock } from "../../src/mock-client/connect.ts";
import { makeFolder, startMock } from "../mock-server/running-mock.ts";

describe("the control file", () => {
  it("lets its user alone drive the mock server, and is gone when that stops", async () => {
    const { port, origin, address } = await startMock();
    const path = join(makeFolder(), "mock.json");
    writeFileSync(path, "for all to read", { mode: 0o644 });
    const remove = await writeControlFile(path, port);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ origin, token: address.token });
    expect((await connectToMock({ controlFile: path })).origin).toBe(origin);
    await remove();
    await remove();
    expect(existsSync(path)).toBe(false);
  });

  it("says why it cannot be written", async () => {
    const { port } = await startMock();
    const nowhere = join(makeFolder(), "missing/mock.json");
    await expect(writeControlFile(nowhere, port)).rejects.toThrow(/^The control file cannot be written: ENOENT/);
    await expect(writeControlFile("mock.json", 1)).rejects.toThrow(/could not leave word of itself/);
  });
});
