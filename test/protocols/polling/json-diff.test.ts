import { describe, expect, it } from "vitest";
import { diffJson } from "../../../src/protocols/polling/json-diff.ts";
import { Dice } from "../dice.ts";

function lines(before: unknown, after: unknown): string[] {
  return diffJson(before, after).changes.map(({ kind, path, text }) => `${kind} ${path}: ${text}`);
}

describe("the difference of two bodies", () => {
  it("names what was added, removed and changed by its path", () => {
    expect(lines({ a: 1, b: { c: [1, 2] }, gone: true }, { a: 2, b: { c: [1, 3, 4] }, new: null })).toEqual([
      "changed $.a: 1 → 2",
      "changed $.b.c[1]: 2 → 3",
      "added $.b.c[2]: 4",
      "removed $.gone: true",
      "added $.new: null",
    ]);
  });

  it("follows list items by their id, wherever they stand", () => {
    const before = [
      { id: 1, text: "a" },
      { id: 2, text: "b" },
    ];
    const after = [
      { id: 3, text: "c" },
      { id: 2, text: "B" },
    ];
    expect(lines(before, after)).toEqual([
      'removed $[id=1]: {"id":1,"text":"a"}',
      'changed $[id=2].text: "b" → "B"',
      'added $[id=3]: {"id":3,"text":"c"}',
    ]);
  });

  it("goes by place where ids are missing or not unique", () => {
    expect(lines([{ id: 1 }, { id: 1 }], [{ id: 1 }, { id: 2 }])).toEqual(["changed $[1].id: 1 → 2"]);
    expect(lines([1], "x")).toEqual(['changed $: [1] → "x"']);
  });

  it("is empty for equal values, whatever the order of their keys", () => {
    expect(lines({ a: [1, { b: null }], c: "" }, { c: "", a: [1, { b: null }] })).toEqual([]);
  });

  it("quotes odd names", () => {
    expect(lines({ "a b": 1 }, { "a b": 2, "__proto__ x": 3 })).toEqual([
      'changed $["a b"]: 1 → 2',
      'added $["__proto__ x"]: 3',
    ]);
  });

  it("stops at 50 changes, and says so", () => {
    const numbers = (from: number) => Array.from({ length: 90 }, (_, n) => from + n);
    const { changes, isComplete } = diffJson(numbers(0), numbers(1000));
    expect(changes).toHaveLength(50);
    expect(isComplete).toBe(false);
  });

  it("stops in values that are too large or too deep to compare, and says so", () => {
    const large = (last: number) => [...Array.from({ length: 60_000 }, (_, n) => [n]), last];
    expect(diffJson(large(1), large(2))).toEqual({ changes: [], isComplete: false });
    const deep = (leaf: number) => Array.from({ length: 200 }).reduce<unknown>((inner) => [inner], leaf);
    expect(diffJson(deep(1), deep(2))).toEqual({ changes: [], isComplete: false });
  });

  it("finds nothing exactly when values are equal", () => {
    const dice = new Dice(3);
    const value = (depth: number): unknown => {
      const kind = dice.below(depth > 3 ? 3 : 5);
      if (kind === 3) return Array.from({ length: dice.below(4) }, () => value(depth + 1));
      if (kind === 4)
        return Object.fromEntries(["id", "b", "c"].slice(dice.below(4)).map((k) => [k, value(depth + 1)]));
      return [1, "x", null][kind];
    };
    for (let round = 0; round < 2000; round += 1) {
      const before = value(0);
      expect(lines(before, structuredClone(before))).toEqual([]);
      const wrapped = { in: before, added: 1 };
      expect(lines({ in: before }, wrapped)).toEqual(["added $.added: 1"]);
    }
  });
});
