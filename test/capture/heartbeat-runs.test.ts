import { describe, expect, test } from "vitest";
import { HeartbeatRuns } from "../../src/capture/heartbeat-runs.ts";

/** `h` is a heartbeat, `m` is not. */
function runsOf(entries: string): HeartbeatRuns {
  const runs = new HeartbeatRuns();
  [...entries].forEach((entry, position) => {
    if (entry === "h") runs.add(position);
  });
  return runs;
}

/** Position and count of each row. */
function rowsOf(entries: string): string[] {
  const runs = runsOf(entries);
  return Array.from({ length: runs.rows(entries.length) }, (_, row) => {
    const { position, count } = runs.rowAt(row);
    return `${position}x${count}`;
  });
}

test.each([
  ["", []],
  ["mm", ["0x1", "1x1"]],
  ["mhm", ["0x1", "1x1", "2x1"]],
  ["hh", ["0x2"]],
  ["mhhhm", ["0x1", "1x3", "4x1"]],
  ["hhmhmhhhm", ["0x2", "2x1", "3x1", "4x1", "5x3", "8x1"]],
  ["hmhmhm", ["0x1", "1x1", "2x1", "3x1", "4x1", "5x1"]],
])("%s", (entries, rows) => {
  expect(rowsOf(entries)).toEqual(rows);
});

describe("every entry", () => {
  test.each(["mhhhm", "hhmhmhhhm", "mmm", "hhh"])("of %s is found in its row", (entries) => {
    const runs = runsOf(entries);
    for (let row = 0; row < runs.rows(entries.length); row += 1) {
      const { position, count } = runs.rowAt(row);
      for (let inRow = 0; inRow < count; inRow += 1) expect(runs.rowOf(position + inRow)).toBe(row);
    }
  });
});

test("clearing forgets the run that is going on", () => {
  const runs = runsOf("hhh");
  runs.clear();
  runs.add(0);
  expect(runs.rows(1)).toBe(1);
  runs.add(1);
  expect(runs.rowAt(0)).toEqual({ position: 0, count: 2 });
});
