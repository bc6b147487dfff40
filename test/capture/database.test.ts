import { afterEach, expect, test, vi } from "vitest";
import { openDatabase } from "../../src/capture/database.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("a Node without SQLite is told in a sentence, with what to use instead", () => {
  vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined as never);
  expect(() => openDatabase(":memory:")).toThrow(
    /^Captures are SQLite files, and Node \S+ has no SQLite built in: use VS Code 1\.123 or newer, or Node 24 or newer\.$/,
  );
});

test("letters of any script are compared without case", () => {
  const database = openDatabase(":memory:");
  const contains = database.prepare("SELECT contains_folded(?, ?) AS found");
  expect(contains.get("Ein ÄRGER", "ärger")?.found).toBe(1);
  expect(contains.get("Ein Ärger", "öl")?.found).toBe(0);
  expect(contains.get(null, "ä")?.found).toBe(0);
  database.close();
});
