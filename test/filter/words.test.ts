/** What stands around a filter: terms that are added and taken away, marks in the rows, completion, and paths in JavaScript. */
import { describe, expect, it } from "vitest";
import { completeFilter, type FilterWords } from "../../src/filter/complete.ts";
import { findHighlights, highlightsOf } from "../../src/filter/highlights.ts";
import { parseFilter } from "../../src/filter/parse.ts";
import { PathTest } from "../../src/filter/path-test.ts";
import { addTerm, fieldTerm, hasTerm, negatedTerm, pathTerm, removeTerm } from "../../src/filter/terms.ts";
import { Dice } from "../protocols/dice.ts";

describe("terms", () => {
  it.each([
    [fieldTerm("kind", "ping"), "kind:ping"],
    [fieldTerm("channel", "ChatChannel 42"), 'channel:"ChatChannel 42"'],
    [fieldTerm("channel", '{"channel":"Chat"}'), 'channel:"{\\"channel\\":\\"Chat\\"}"'],
    [fieldTerm("id", "a..b"), 'id:"a..b"'],
    [pathTerm(["user", "odd name", 0], 'say "hi"'), '$.user["odd name"][0] = "say \\"hi\\""'],
    [pathTerm(["a"], null), "$.a = null"],
    [fieldTerm("channel", "lobby"), 'channel:"lobby"'],
    [fieldTerm("id", "/a/"), 'id:"/a/"'],
    [negatedTerm("kind:ping"), "-kind:ping"],
    [negatedTerm("a or b"), "-(a or b)"],
  ])("%s", (term, expected) => {
    expect(term).toBe(expected);
    expect(parseFilter(term).faults).toEqual([]);
  });

  it.each([
    ["", "kind:ping", "kind:ping"],
    ["hello", "kind:ping", "hello kind:ping"],
    ["a or b", "kind:ping", "(a or b) kind:ping"],
    ["hello kind:ping", "kind:ping", "hello kind:ping"],
  ])("%s and %s", (filter, term, expected) => expect(addTerm(filter, term)).toBe(expected));

  it.each([
    ["hello kind:ping x", "kind:ping", "hello x"],
    ["kind:ping", "kind:ping", ""],
    ["hello", "kind:ping", "hello"],
    ["a or kind:ping", "kind:ping", "a or kind:ping"],
  ])("%s without %s", (filter, term, expected) => {
    expect(removeTerm(filter, term)).toBe(expected);
    expect(hasTerm(expected, term)).toBe(false);
  });
});

describe("a term for a value", () => {
  const parts = [
    "a",
    "B",
    " ",
    '"',
    "\\",
    "/",
    "*",
    "(",
    ")",
    ",",
    "..",
    "-",
    ":",
    "$.",
    "é",
    "💥",
    "=",
    "~",
    "<",
    "!",
    "'",
    "i",
    "\n",
    " or ",
  ];

  it("means that value, whatever it is; and is found in a filter again, and taken out", () => {
    const dice = new Dice(3);
    for (let n = 0; n < 2_000; n += 1) {
      const value = Array.from({ length: 1 + dice.below(6) }, () => dice.pick(parts)).join("");
      const byField = fieldTerm(dice.pick(["kind", "channel", "stream", "id", "verdict"]), value);
      expect(parseFilter(byField), byField).toMatchObject({
        faults: [],
        expression: { tests: [{ comparison: "is", value }] },
      });
      const byPath = pathTerm([value, 0, "name"], value);
      expect(parseFilter(byPath), byPath).toMatchObject({
        faults: [],
        expression: { path: [value, 0, "name"], test: { comparison: "is", value } },
      });
      for (const term of [byField, byPath, negatedTerm(byField)]) {
        const both = addTerm("hello or kind:x", term);
        expect([hasTerm(both, term), removeTerm(both, term)], both).toEqual([true, "(hello or kind:x)"]);
      }
    }
  });
});

describe("highlights", () => {
  const found = (filter: string, text: string) => {
    const { everywhere } = highlightsOf(parseFilter(filter).expression);
    return findHighlights(text, everywhere).map(([from, to]) => text.slice(from, to));
  };
  it.each([
    ["deploy", "Deploy deployed", ["Deploy", "deploy"]],
    ["a.b", "axb a.b", ["a.b"]],
    ["-deploy x", "deploy x", ["x"]],
    ["/d\\w+/", "deploy a", ["deploy"]],
    ["/x*/", "axxb", ["xx"]],
    ["/Deploy/u or now", "Deploy deploy Now", ["Deploy", "Now"]],
    ["/^b/mi", "a\nB b", ["B"]],
    ["$.x ~ /A.B/s", "A\nB a\nb", ["A\nB"]],
    ['$.body ~ "hello"', "say hello", ["hello"]],
    ["$.a = 42", "42", []],
    ["", "x", []],
    ['"\\"id\\": 42"', '{"id":42} {"id": 42}', ['"id":42', '"id": 42']],
    ["/\\p{Lu}+/u", "an ÄRGER", ["ÄRGER"]],
    ["/\\u{1F4A5}/u or boom", "Boom 💥", ["Boom", "💥"]],
    ["/./u", "💥a", ["💥", "a"]],
    ["/x*/u", "💥xx💥", ["xx"]],
    ["/(a)\\1/ or /(b)\\1/", "aa b bb", ["aa", "bb"]],
    ["/(?<x>a)b/ or /(?<x>c)\\k<x>/", "ab cc", ["ab", "cc"]],
    ["deploy or /ploy\\w+/ or ed", "deployed", ["deployed"]],
  ])("%s in %s", (filter, text, expected) => expect(found(filter, text)).toEqual(expected));

  it("of a field are for that field alone", () => {
    const { everywhere, byField } = highlightsOf(parseFilter("kind:pi* channel:chat").expression);
    expect(everywhere).toEqual([]);
    expect(byField.kind?.map((pattern) => pattern.test("ping"))).toEqual([true]);
    expect(byField.channel?.map(({ source }) => source)).toEqual(["chat"]);
  });
});

describe("completion", () => {
  const words: FilterWords = {
    kinds: ["ping", "message", "confirm_subscription"],
    channels: ["ChatChannel 42", "lobby"],
    streams: [],
    verdicts: ["gapFound"],
    statuses: [404],
    codes: [1006],
    paths: ["$.user.id", "$.user.name", '$["odd name"].x'],
  };
  const labels = (text: string, caret = text.length) =>
    completeFilter(text, caret, words).items.map(({ label }) => label);
  const complete = (text: string, pick: string, caret = text.length) => {
    const { from, to, items } = completeFilter(text, caret, words);
    const chosen = items.find(({ label }) => label === pick);
    return text.slice(0, from) + (chosen?.insert ?? "?") + text.slice(to);
  };

  it("offers fields where a term begins", () => {
    expect(labels("")).toContain("kind:");
    expect(labels("x st")).toEqual(["stream:", "status:"]);
    expect(labels("(-ki")).toEqual(["kind:"]);
    expect(complete("x -ki", "kind:")).toBe("x -kind:");
  });

  it("offers the capture's own names for a field", () => {
    expect(labels("kind:")).toEqual(words.kinds);
    expect(labels("kind:ping,con")).toEqual(["confirm_subscription"]);
    expect(complete("kind:ping,con", "confirm_subscription")).toBe("kind:ping,confirm_subscription");
    expect(complete("channel:Ch x", "ChatChannel 42", 10)).toBe('channel:"ChatChannel 42" x');
    expect(complete("channel:lob", "lobby")).toBe('channel:"lobby"');
    expect(labels('-channel:"ChatChannel 4')).toEqual(["ChatChannel 42"]);
    expect(complete('x channel:lobby,"Chat', "ChatChannel 42")).toBe('x channel:lobby,"ChatChannel 42"');
    expect(labels("verdict:go")).toEqual(["good"]);
    expect(labels("status:")).toEqual(["404"]);
  });

  it("knows where a phrase has ended, and where one is still being written", () => {
    expect(labels('$.body ~ "deploy" ')).toContain("kind:");
    expect(labels('"a b" ki')).toEqual(["kind:"]);
    expect(labels('"a ki')).toEqual([]);
  });

  it("offers paths, and replaces the rest of the word", () => {
    expect(labels("$.us")).toEqual(["$.user.id", "$.user.name"]);
    expect(complete("$.us", "$.user.id")).toBe("$.user.id");
    expect(complete('a -$["odd', '$["odd name"].x')).toBe('a -$["odd name"].x');
    expect(complete("kind:pixx", "ping", 7)).toBe("kind:ping");
  });

  it("offers what compares after a path, then plain values, and after those fields again", () => {
    expect(labels("x $.user.id ").slice(0, 2)).toEqual(["=", "!="]);
    expect(complete("$.user.id ", "~")).toBe("$.user.id ~ ");
    expect(labels("($.user.id = ")).toEqual(["true", "false", "null"]);
    expect(labels("$.user.id !=nu")).toEqual(["null"]);
    expect(complete("$.a = tr x", "true", 8)).toBe("$.a = true x");
    expect(labels("$.user.id = 42 ")[0]).toBe("dir:");
    expect(labels("$.user.id = ki")).toEqual([]);
  });

  it("leaves operators where they are", () => {
    expect(complete("kind:~pi", "ping")).toBe("kind:~ping");
    expect(complete('channel:="lob', "lobby")).toBe('channel:="lobby"');
    expect(labels("status:>=4")).toEqual(["404"]);
    expect(labels("kind:!pi")).toEqual([]);
  });

  it("quotes what would be an operator or a quote at its place", () => {
    for (const name of ["!room:host", "'tis", "=x", "/x/", "~x"]) {
      const { items } = completeFilter("kind:", 5, { ...words, kinds: [name] });
      expect(parseFilter(`kind:${items[0]?.insert}`), name).toMatchObject({
        faults: [],
        expression: { tests: [{ comparison: "is", value: name }] },
      });
    }
  });
});

describe("a path in a payload", () => {
  const payload = {
    user: { id: 42, tags: ["a", "b"], name: "Ana" },
    n: "42",
    version: "1.10",
    large: "12345678901234567890",
    at: "2026-11-25T14:02:00Z",
    none: null,
  };
  it.each([
    ["$.user.id = 42", true],
    ["$.user.id = 43", false],
    ["$.user.id != 43", true],
    ["$.user.missing != 43", false],
    ["$.user.id > 41", true],
    ["$.user.name > 41", false],
    ["$.n = 42", true],
    ['$.n = "42"', true],
    ['$.user.id = "42"', false],
    ["$.user.id = 42.0", true],
    ["$.user.id = 40..42", true],
    ["$.user.id = ..41", false],
    ["$.version = 1.10", true],
    ["$.version = 1.1", false],
    ["$.version != 1.10", false],
    ["$.large = 12345678901234567890", true],
    ["$.user.name = Ana", true],
    ["$.user.name = ana", false],
    ["$.user.name ~ an", true],
    ["$.user.name ~ /^A/", true],
    ["$.user ~ tags", true],
    ["$.user.tags[1] = b", true],
    ["$.user.tags[2]", false],
    ["$.user.tags[*] = b", true],
    ["$.*.id = 42", true],
    ["$.none = null", true],
    ["$.none", true],
    ["$.missing", false],
    ['$.at > "2026-11-25"', true],
    ["$.constructor", false],
  ])("%s is %s", (filter, expected) => {
    const { expression } = parseFilter(filter);
    if (expression?.kind !== "path") throw new Error(`${filter} is no path`);
    expect(new PathTest(expression.path, expression.test).holds(payload)).toBe(expected);
  });
});
