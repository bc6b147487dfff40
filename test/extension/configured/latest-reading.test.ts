/** Readings that overtake each other: what is taken, and when those who wait are told. */
import { describe, expect, it } from "vitest";
import { LatestReading } from "../../../src/extension/configured/latest-reading.ts";

function reading() {
  const pending: ((found: string) => void)[] = [];
  const taken: string[] = [];
  const latest = new LatestReading<string>(
    () => new Promise((resolve) => pending.push(resolve)),
    (found) => taken.push(found),
  );
  return { latest, pending, taken };
}

describe("a reading that is overtaken", () => {
  it("is not taken, whichever ends first, and waits for the one that counts", async () => {
    const { latest, pending, taken } = reading();
    const told: string[] = [];
    const first = latest.again().then(() => told.push("first"));
    const second = latest.again().then(() => told.push("second"));
    pending[0]?.("old");
    await Promise.resolve();
    await Promise.resolve();
    expect([taken, told]).toEqual([[], []]);
    pending[1]?.("new");
    await Promise.all([first, second]);
    expect(taken).toEqual(["new"]);
    expect(told).toHaveLength(2);
  });

  it("is not taken either when it ends last", async () => {
    const { latest, pending, taken } = reading();
    const both = [latest.again(), latest.again()];
    pending[1]?.("new");
    await both[1];
    pending[0]?.("old");
    await Promise.all(both);
    expect(taken).toEqual(["new"]);
  });
});

it("each reading that nothing overtakes is taken", async () => {
  const { latest, pending, taken } = reading();
  for (const text of ["a", "b"]) {
    const done = latest.again();
    pending.at(-1)?.(text);
    await done;
  }
  expect(taken).toEqual(["a", "b"]);
});
