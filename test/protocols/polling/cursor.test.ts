import { describe, expect, it } from "vitest";
import { Cursor, parseCursorRules } from "../../../src/protocols/polling/cursor.ts";
import { parseJsonPath, valueAt } from "../../../src/protocols/polling/json-path.ts";

function answer(headers: readonly (readonly [string, string])[] = []) {
  return { status: 200, reason: "OK", httpVersion: "1.1", headers };
}

describe("paths", () => {
  const root = { next: 5, items: [{ id: "a" }, { id: "b", "odd name": [7] }], "": 0 };
  it.each([
    ["$.next", 5],
    ["$.items[0].id", "a"],
    ["$.items[-1].id", "b"],
    ['$.items[1]["odd name"][0]', 7],
    ["$['items'][-2]['id']", "a"],
    ['$[""]', 0],
    ["$.items[9].id", undefined],
    ["$.next.deeper", undefined],
    ["$.constructor", undefined],
    ["$", root],
  ])("%s", (text, value) => {
    const path = parseJsonPath(text);
    expect(path && valueAt(path, root)).toEqual(value);
  });

  it.each(["next", "$next", "$.", "$..a", "$[a]", "$.a[*]", "$['a", ""])("%s is none", (text) => {
    expect(parseJsonPath(text)).toBeUndefined();
  });
});

describe("a cursor", () => {
  it("keeps what an answer does not say, and tells whether it has moved", () => {
    const cursor = new Cursor(parseCursorRules("etag\njson $.next -> query since"));
    expect(cursor.take(answer([["ETag", '"1"']]), { next: 1 })).toBe(true);
    expect(cursor.take(answer(), undefined)).toBe(false);
    expect(cursor.take(answer(), { next: "" })).toBe(false);
    expect(cursor.take(answer(), { next: { no: "position" } })).toBe(false);
    expect(cursor.urlFrom("http://h/p?since=0&x=1")).toBe("http://h/p?since=1&x=1");
    expect(cursor.headersFor("GET")).toEqual([["If-None-Match", '"1"']]);
    expect(cursor.headersFor("POST")).toEqual([]);
  });

  it("cannot be made to write a header of the peer's own", () => {
    const cursor = new Cursor(parseCursorRules("json $.next -> header X-After"));
    cursor.take(answer(), { next: "1\r\nX-Evil: 2" });
    expect(cursor.headersFor("GET")).toEqual([]);
    cursor.take(answer(), { next: "ok" });
    expect(cursor.headersFor("GET")).toEqual([["X-After", "ok"]]);
  });

  it("leaves the address as it is until there is a position", () => {
    expect(new Cursor(parseCursorRules("json $.next → query since")).urlFrom("http://h/p?")).toBe("http://h/p?");
  });
});
