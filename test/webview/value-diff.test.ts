import { describe, expect, it } from "vitest";
import { readJson } from "../../webview/json-value.ts";
import { type DiffLine, diffValues } from "../../webview/value-diff.ts";

const mark = { added: "+", removed: "-", changed: "~", inside: " ", same: "=" } as const;
function drawn(before: unknown, after: unknown): string[] {
  return diffValues(before, after).lines.map((line) => {
    const what =
      line.kind === "same"
        ? `${line.count} same`
        : line.kind === "changed"
          ? `${JSON.stringify(line.before)} > ${JSON.stringify(line.after)}`
          : (JSON.stringify(line.kind === "added" ? line.after : line.before) ?? "");
    return `${mark[line.kind]}${"  ".repeat(line.depth)}${line.key ?? "$"} ${what}`.trimEnd();
  });
}

describe("what changed", () => {
  it("is said where it is, and what stayed is counted", () => {
    const before = { id: 1, body: "a", user: { id: 42, name: "Ana" }, gone: true, same: [1, 2] };
    const after = { id: 2, body: "a", user: { id: 42, name: "Bo" }, same: [1, 2], fresh: null };
    expect(drawn(before, after)).toEqual([
      " $",
      "~  id 1 > 2",
      "=  body 1 same",
      "   user",
      "=    id 1 same",
      '~    name "Ana" > "Bo"',
      "=  same 1 same",
      "+  fresh null",
      "-  gone true",
    ]);
    expect(diffValues(before, after)).toMatchObject({ added: 1, removed: 1, changed: 2 });
  });

  it("is nothing where both are alike, whatever the order of their keys", () => {
    expect(diffValues({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 })).toMatchObject({
      lines: [{ kind: "same" }],
      added: 0,
      removed: 0,
      changed: 0,
    });
  });

  it("is the whole where the kinds differ", () => {
    expect(drawn([1], { 0: 1 })).toEqual(['~$ [1] > {"0":1}']);
    expect(drawn("a", "b")).toEqual(['~$ "a" > "b"']);
    expect(drawn(null, {})).toEqual(["~$ null > {}"]);
  });

  it("keeps numbers apart that JavaScript would round to one", () => {
    const read = (text: string) => readJson(text)?.value;
    expect(diffValues(read("[9007199254740993]"), read("[9007199254740995]")).changed).toBe(1);
    expect(diffValues(read("[9007199254740993]"), read("[9007199254740993]")).changed).toBe(0);
  });
});

describe("lists", () => {
  const kindsOf = (before: unknown, after: unknown) =>
    diffValues(before, after).lines.flatMap(({ kind, key }: DiffLine) => (kind === "inside" ? [] : `${kind} ${key}`));

  it("know an item that came or went in the middle", () => {
    expect(kindsOf([1, 2, 3, 4], [1, 3, 4, 5])).toEqual(["same 0", "removed 1", "same 1", "added 3"]);
  });

  it("know an item by its id when something in it changes", () => {
    const before = [
      { id: 1, n: 1 },
      { id: 2, n: 1 },
    ];
    const after = [
      { id: 0, n: 0 },
      { id: 1, n: 1 },
      { id: 2, n: 2 },
    ];
    expect(kindsOf(before, after)).toEqual(["added 0", "same 1", "same id", "changed n"]);
  });

  it("put what has changed at the same place together", () => {
    expect(kindsOf(["a", "b", "c"], ["a", "x", "c"])).toEqual(["same 0", "changed 1", "same 2"]);
  });

  it("are compared by place where they are long, and empty ones too", () => {
    const long = Array.from({ length: 1000 }, (_, n) => n);
    expect(kindsOf(long, [...long.slice(0, 999), -1, 7])).toEqual(["same 0", "changed 999", "added 1000"]);
    expect(kindsOf([], ["a"])).toEqual(["added 0"]);
  });
});
