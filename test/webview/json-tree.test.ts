import { describe, expect, it } from "vitest";
import { expansionOf, type TreeLine, type TreeShape, treeLines } from "../../webview/json-lines.ts";
import { lineMenu } from "../../webview/json-tree-menu.ts";
import { copyableText, readJson } from "../../webview/json-value.ts";
import { TypeAhead } from "../../webview/type-ahead.ts";

const asIs: TreeShape = new Map();
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
  it("unfold what is small, lists too, and leave what is large folded", () => {
    const value = { a: { b: 1 }, list: [{ c: 1 }], long: Array.from({ length: 9 }, () => 0), wide: wide(25) };
    expect(paths(value)).toEqual(["", "/a", "/a/b", "/list", "/list/0", "/list/0/c", "/long", "/wide"]);
  });

  it("follow what was folded and unfolded by hand", () => {
    const value = { a: { b: 1 }, list: [{ c: 1 }] };
    const shape = new Map([
      ["/a", false],
      ["/list/0", false],
    ]);
    expect(paths(value, shape)).toEqual(["", "/a", "/list", "/list/0"]);
  });

  it("come in chunks, and in chunks of chunks, the first of them open", () => {
    const lines = treeLines(
      Array.from({ length: 25_050 }, (_, index) => index),
      asIs,
    );
    expect(lines.slice(0, 4).map(({ key }) => key)).toEqual([undefined, "0 … 9999", "0 … 99", "0"]);
    expect(lines.map(({ key }) => key).filter((key) => key?.includes("…"))).toHaveLength(3 + 100);
    expect(lines.at(-1)).toMatchObject({ key: "20000 … 25049", kind: "chunk", size: 5050, open: false });
    const last = lines.at(-1)?.path ?? "";
    const opened = treeLines(
      Array.from({ length: 25_050 }, (_, index) => index),
      new Map([[last, true]]),
    );
    expect(opened.at(-1)).toMatchObject({ key: "25000 … 25049", size: 50 });
    const shape = new Map([last, opened.at(-1)?.path ?? ""].map((path) => [path, true]));
    const item = treeLines(
      Array.from({ length: 25_050 }, (_, index) => index),
      shape,
    ).at(-1);
    expect(item).toMatchObject({ path: "/25049", steps: [25_049], value: 25_049 });
  });

  it("chunk objects with very many keys too", () => {
    const lines = treeLines(wide(250), asIs);
    expect(lines.map(({ key }) => key).filter((key) => key?.includes("…"))).toEqual([
      "0 … 99",
      "100 … 199",
      "200 … 249",
    ]);
    expect(lines[2]).toMatchObject({ key: "k0", path: "/k0", steps: ["k0"] });
  });

  it("have one path each, whatever the keys are", () => {
    const value = { "a/b": 1, "a~1b": 2, "~": { "": 3 }, "~0-100": 5, a: { b: 4 }, ...wide(300) };
    const all = paths(value);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe("expanding", () => {
  const value = { a: { b: { c: { d: { e: 1 } } } }, list: [[1], [2]] };
  const line = (path: string) => treeLines(value, asIs).find((one) => one.path === path) as TreeLine;

  it("goes as deep as is asked for, and closes what lies deeper", () => {
    expect(expansionOf(line(""), 1)).toEqual({ open: [""], closed: ["/a", "/list"], complete: true });
    expect(expansionOf(line("/a"), 2)).toEqual({ open: ["/a", "/a/b"], closed: ["/a/b/c"], complete: true });
    expect(expansionOf(line("/a"), 0)).toEqual({ open: [], closed: ["/a"], complete: true });
    const all = expansionOf(line(""), Number.POSITIVE_INFINITY);
    expect(all.closed).toEqual([]);
    expect(all.open).toContain("/a/b/c/d");
  });

  it("stops before a level that would make thousands of lines, and says so", () => {
    const large = Array.from({ length: 90 }, () => Array.from({ length: 90 }, () => ({ x: 1 })));
    const expansion = expansionOf(treeLines(large, asIs)[0] as TreeLine, Number.POSITIVE_INFINITY);
    expect(expansion).toMatchObject({ open: [""], complete: false });
    expect(expansion.closed).toHaveLength(90);
  });
});

describe("a line's menu", () => {
  const value = { user: { id: 42, "odd name": "Ana", none: null, far: read("9007199254740993") } };
  const copied: string[] = [];
  const filters: string[] = [];
  const actions = {
    copy: (text: string) => copied.push(text),
    filterBy: (term: string) => filters.push(term),
    expandTo: () => {},
    describe: () => {},
  };
  const menu = (path: string, filterable = true) => {
    const line = treeLines(value, asIs).find((one) => one.path === path) as TreeLine;
    return lineMenu({ line, known: undefined, filterable }, actions);
  };
  const run = (path: string, label: string) =>
    menu(path)
      .find((item) => item.label === label)
      ?.run();

  it("copies the value, the value as JSON, and the path as filters write it", () => {
    run("/user/odd name", "Copy Value");
    run("/user/odd name", "Copy as JSON");
    run("/user/odd name", "Copy Path");
    run("/user/id", "Copy Path");
    run("", "Copy Path");
    expect(copied.splice(0)).toEqual(["Ana", '"Ana"', '$.user["odd name"]', "$.user.id", "$"]);
  });

  it("filters by plain values, exactly, and by nothing else", () => {
    for (const key of ["id", "odd name", "none", "far"]) run(`/user/${key}`, "Filter by This Value");
    expect(filters.splice(0)).toEqual([
      "$.user.id = 42",
      '$.user["odd name"] = "Ana"',
      "$.user.none = null",
      "$.user.far = 9007199254740993",
    ]);
    for (const items of [menu("/user"), menu("/user/id", false)])
      expect(items.map(({ label }) => label)).not.toContain("Filter by This Value");
  });

  it("expands what has something in it", () => {
    expect(menu("/user").map(({ label }) => label)).toContain("Expand to Depth 2");
    expect(menu("/user/id").map(({ label }) => label)).not.toContain("Expand All");
  });
});

describe("typing ahead", () => {
  const keys = ["payload", "id", "user", "updated", "uuid", "id2"];
  it("goes to the next line that begins so; letters in quick succession make a word", () => {
    const typed = new TypeAhead();
    expect(typed.find({ key: "u", timeStamp: 0 }, keys, 0)).toBe(2);
    expect(typed.find({ key: "P", timeStamp: 100 }, keys, 2)).toBe(3);
    expect(typed.find({ key: "x", timeStamp: 200 }, keys, 3)).toBeUndefined();
    expect(typed.find({ key: "i", timeStamp: 5_000 }, keys, 3)).toBe(5);
    expect(typed.find({ key: "i", timeStamp: 5_100 }, keys, 5)).toBe(1);
    typed.forget();
    expect(typed.find({ key: "u", timeStamp: 5_200 }, keys, 1)).toBe(2);
  });
});

function wide(keys: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: keys }, (_, n) => [`k${n}`, n]));
}
