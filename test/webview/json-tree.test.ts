import { describe, expect, it } from "vitest";
import { pageSize, type TreeShape, treeLines } from "../../webview/json-lines.ts";
import { copyableText, readJson } from "../../webview/json-value.ts";

const asIs: TreeShape = { open: new Map(), pages: new Map() };
const read = (text: string) => readJson(text)?.value;
const paths = (value: unknown, shape = asIs) => treeLines(value, shape).map(({ path }) => path);

describe("a payload's JSON", () => {
  it("keeps numbers that JavaScript would round or write otherwise", () => {
    const text = '{\n  "id": 9007199254740993,\n  "price": 1.0,\n  "far": 1e400,\n  "plain": 42\n}';
    expect(copyableText(read(text))).toBe(text);
  });

  it("is told from what is none", () => {
    expect(readJson('{"cut":')).toBeUndefined();
    expect(readJson("null")).toEqual({ value: null });
  });

  it("is copied bare when it is a string, and as JSON otherwise", () => {
    expect(copyableText('say "hi"')).toBe('say "hi"');
    expect(copyableText([1, { a: [] }])).toBe('[\n  1,\n  {\n    "a": []\n  }\n]');
  });
});

describe("the lines of a tree", () => {
  it("unfold small objects, and leave lists of objects folded", () => {
    const value = { a: { b: 1 }, list: [{ c: 1 }], flat: [1, 2] };
    expect(paths(value)).toEqual(["", "/a", "/a/b", "/list", "/flat", "/flat/0", "/flat/1"]);
  });

  it("follow what was folded and unfolded by hand", () => {
    const value = { a: { b: 1 }, list: [{ c: 1 }] };
    const open = new Map([
      ["/a", false],
      ["/list", true],
    ]);
    expect(paths(value, { open, pages: new Map() })).toEqual(["", "/a", "/list", "/list/0", "/list/0/c"]);
  });

  it("come in pages, with a line that says how many are left", () => {
    const list = Array.from({ length: 250 }, (_, index) => index);
    const lines = treeLines(list, asIs);
    expect(lines).toHaveLength(1 + pageSize + 1);
    expect(lines.at(-1)).toMatchObject({ more: 150, depth: 1 });
    const second = treeLines(list, { open: new Map(), pages: new Map([["", 3]]) });
    expect(second).toHaveLength(251);
  });

  it("have one path each, whatever the keys are", () => {
    const value = { "a/b": 1, "a~1b": 2, "~": { "": 3 }, a: { b: 4 } };
    const all = paths(value);
    expect(new Set(all).size).toBe(all.length);
  });
});
