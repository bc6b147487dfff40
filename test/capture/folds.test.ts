import { describe, expect, test } from "vitest";
import { type Foldable, Folds } from "../../src/capture/folds.ts";

/**
 * `h` is a heartbeat, `m` is not. Of a poll: `o` opens (a heartbeat), `q` is its request (a heartbeat too) and `O` the
 * opening after it, `r` its reply, `c` its end.
 */
const words: Readonly<Record<string, Foldable>> = {
  h: { heartbeat: true },
  q: { heartbeat: true },
  o: { heartbeat: true },
  O: { heartbeat: true, bond: "part" },
  r: { heartbeat: false, bond: "face" },
  c: { heartbeat: true, bond: "part" },
};

function foldsOf(entries: string): Folds {
  const folds = new Folds();
  [...entries].forEach((entry, position) => {
    const known = words[entry];
    if (known) folds.add(position, known);
  });
  return folds;
}

/** Position and count of each row; behind `@` the position that it shows, where that is not its first. */
function rowsOf(entries: string): string[] {
  const folds = foldsOf(entries);
  return Array.from({ length: folds.rows(entries.length) }, (_, row) => {
    const { position, count, face } = folds.rowAt(row);
    return `${position}x${count}${face === position ? "" : `@${face}`}`;
  });
}

describe("heartbeats", () => {
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
});

describe("cycles of polling", () => {
  test.each([
    ["a reply with its opening and its end", "orc", ["0x3@1"]],
    ["with a request body", "qOrc", ["0x4@2"]],
    ["one after the other", "orcorcqOrc", ["0x3@1", "3x3@4", "6x4@8"]],
    ["those that brought nothing", "ohcohcoh", ["0x8"]],
    ["news after nothing", "ohcohcorcohc", ["0x6", "6x3@7", "9x3"]],
    ["news after a single heartbeat", "horc", ["0x1", "1x3@2"]],
    ["news after nothing, with request bodies", "qOhcqOrcqOhc", ["0x4", "4x4@6", "8x4"]],
    ["several messages", "ormmc", ["0x2@1", "2x1", "3x2"]],
    ["an end that went wrong", "orm", ["0x2@1", "2x1"]],
    ["a verdict in between", "ommc", ["0x1", "1x1", "2x2"]],
    ["one that is going on", "ohco", ["0x4"]],
    ["an opening that was cleared", "rc", ["0x2"]],
    ["an end whose reply was cleared", "corc", ["0x1", "1x3@2"]],
  ])("%s: %s", (_, entries, rows) => {
    expect(rowsOf(entries)).toEqual(rows);
  });
});

describe("every entry", () => {
  test.each(["mhhhm", "hhmhmhhhm", "mmm", "hhh", "ohcqOrcmohcorcmmcqO"])("of %s is found in its row", (entries) => {
    const folds = foldsOf(entries);
    let next = 0;
    for (let row = 0; row < folds.rows(entries.length); row += 1) {
      const { position, count } = folds.rowAt(row);
      expect(position).toBe(next);
      next += count;
      for (let inRow = 0; inRow < count; inRow += 1) expect(folds.rowOf(position + inRow)).toBe(row);
    }
    expect(next).toBe(entries.length);
  });
});

test("clearing forgets what is going on", () => {
  const folds = foldsOf("hhh");
  folds.clear();
  folds.add(0, { heartbeat: true });
  expect(folds.rows(1)).toBe(1);
  folds.add(1, { heartbeat: true });
  expect(folds.rowAt(0)).toEqual({ position: 0, count: 2, face: 0 });
});
