/** The filter language: what each form means, what is refused and where, and that no text at all breaks it. */
import { describe, expect, it } from "vitest";
import type { Expression } from "../../src/filter/expression.ts";
import { parseFilter } from "../../src/filter/parse.ts";
import { Dice } from "../protocols/dice.ts";

/** The meaning in one line. */
function meaning(text: string): string {
  const { expression, faults } = parseFilter(text);
  if (faults.length > 0) return faults.map(({ from, to, message }) => `! ${from}-${to} ${message}`).join("\n");
  return expression ? show(expression) : "everything";
}

function show(expression: Expression): string {
  switch (expression.kind) {
    case "all":
    case "any":
      return `${expression.kind}(${expression.parts.map(show).join(" ")})`;
    case "not":
      return `not(${show(expression.part)})`;
    case "text":
      return JSON.stringify(expression.text);
    case "pattern":
      return `/${expression.pattern.source}/${expression.pattern.flags}`;
    case "field":
      return `${expression.field}${JSON.stringify(expression.tests.map((test) => Object.values(test).flat()))}`;
    case "time":
      return `time${JSON.stringify(expression.tests)}`;
    case "path":
      return `$${JSON.stringify(expression.path)}${expression.test ? JSON.stringify(Object.values(expression.test)) : ""}`;
  }
}

describe("words and phrases", () => {
  it.each([
    ["", "everything"],
    ["  ", "everything"],
    ["deploy", '"deploy"'],
    ["deploy started", 'all("deploy" "started")'],
    ['"deploy started"', '"deploy started"'],
    ['"say \\"hi\\" \\\\ now"', '"say \\"hi\\" \\\\ now"'],
    ["-deploy", 'not("deploy")'],
    ["--deploy", '"--deploy"'],
    ["- deploy", 'all("-" "deploy")'],
    ["a or b", 'any("a" "b")'],
    ["a b or c", 'any(all("a" "b") "c")'],
    ["a (b OR c)", 'all("a" any("b" "c"))'],
    ["-(a b)", 'not(all("a" "b"))'],
    ["order", '"order"'],
    ["f(x) g", 'all("f(x)" "g")'],
    ["(f(x))", '"f(x)"'],
  ])("%s", (text, expected) => expect(meaning(text)).toBe(expected));

  it.each([
    "chat:lobby",
    "Turbo::StreamsChannel",
    '{"type":"ping"}',
    "http://127.0.0.1:3000/cable?user=1",
    "12:30",
    "/cable",
    "/poll/chat",
    "$5",
    "$",
    "a=b",
    "grüße",
    "x:y:z",
  ])("%s stays a word", (text) => expect(meaning(text)).toBe(JSON.stringify(text)));
});

describe("patterns", () => {
  it.each([
    ["/dep.*y/", "/dep.*y/"],
    ["/a b/i c", 'all(/a b/i "c")'],
    ["/a/g", "/a/g"],
    ["/[/]x/", "/[/]x/"],
    ["-/ping/", "not(/ping/)"],
    ["(/x/)", "/x/"],
  ])("%s", (text, expected) => expect(meaning(text)).toBe(expected));

  it.each([
    ["/dep.*", "! 0-6 This regular expression has no end: close it with /, or quote it."],
    ["a /^dep", "! 2-7 This regular expression has no end"],
    ["/(a/", "! 0-4 This regular expression cannot be used"],
    ["x /(a+)+/", "! 2-9 A repetition within a repetition"],
    ["/(\\d*[a-z])*x/", "! 0-14 A repetition within a repetition"],
    ["/(x{2,})*/", "! 0-10 A repetition within a repetition"],
    ["/(x{1,3})*/", "! 0-11 A repetition within a repetition"],
    ["/(a|a)*b/", "! 0-9 A repetition within a repetition"],
    ["/(?:\\w|x)+b/", "! 0-12 A repetition within a repetition"],
    ["/(?<n>a|.)*b/", "! 0-13 A repetition within a repetition"],
    ["/(?:a|[a-z])*b/", "! 0-15 A repetition within a repetition"],
    ["/(A|ab)*c/", "! 0-10 A repetition within a repetition"],
  ])("%s is refused", (text, expected) => expect(meaning(text)).toContain(expected));

  it.each([
    "/(ab)+c*/",
    "/(a{2})+/",
    "/[+*]+(x)/",
    "/(?:a|b)+/",
    "/(?:.|\\n)*x/",
    "/(?:\\s|\\S)+/",
    "/(foo|bar)*/",
    "/(?:\\d|\\D)*/",
    "/(a|a)b/",
    "/(?:\\w|-)+/",
    "/[(]a|(b)*/",
    "/(?:[😀-😎]|a)*/u",
    "/(a|a){3}/",
  ])("%s is harmless", (text) => expect(meaning(text)).not.toContain("!"));
});

describe("fields", () => {
  it.each([
    ["kind:ping", 'kind[["is","ping"]]'],
    ["KIND:ping,pong", 'kind[["is","ping"],["is","pong"]]'],
    ["kind:/^conf/", 'kind[["matches",{"source":"^conf","flags":""}]]'],
    ["kind:~sub", 'kind[["has","sub"]]'],
    ['channel:"ChatChannel 42"', 'channel[["is","ChatChannel 42"]]'],
    ['channel:~"ChatChannel 42"', 'channel[["has","ChatChannel 42"]]'],
    ["channel:=news", 'channel[["is","news"]]'],
    [
      "kind:/^a/,pong,/b$/",
      'kind[["matches",{"source":"^a","flags":""}],["is","pong"],["matches",{"source":"b$","flags":""}]]',
    ],
    ["channel:/topic/chat", 'channel[["has","/topic/chat"]]'],
    ["status:/^4/", 'status[["matches",{"source":"^4","flags":""}]]'],
    ["channel:Chat*", 'channel[["is","Chat*"]]'],
    ["dir:in", 'dir[["is","received"]]'],
    ["size:>10kB", 'size[[">",10000]]'],
    ["size:1kib..2mib", 'size[["between",1024,2097152]]'],
    ["size:..500", 'size[["between",0,500]]'],
    ["size:500..", 'size[[">=",500]]'],
    ["id:4208", 'id[["is",4208]]'],
    ["id:4200..4300", 'id[["between",4200,4300]]'],
    ["id:vRXl/211", 'id[["is","vRXl/211"]]'],
    ['id:"4208"', 'id[["is","4208"]]'],
    ["session:2", 'session[["is",2]]'],
    ["status:4xx", 'status[["between",400,499]]'],
    ["status:>=400", 'status[[">=",400]]'],
    ["code:1006,1001", 'code[["is",1006],["is",1001]]'],
    ["verdict:any", 'verdict[["is","any"]]'],
    ["-verdict:gap*", 'not(verdict[["is","gap*"]])'],
  ])("%s", (text, expected) => expect(meaning(text)).toBe(expected));

  it.each([
    ["chanel:x", "! 0-7 There is no field chanel: did you mean channel: ? To find the text itself, quote it."],
    ["a kinds:x", "! 2-8 There is no field kinds: did you mean kind: ? To find the text itself, quote it."],
    ["kind:", "! 4-5 Something must come after kind:, such as kind:ping,pong."],
    ["kind:a,", "! 6-7 Something must come after kind:, such as kind:ping,pong."],
    ["kind:>a", "! 6-7 kind: has no order, so < and > say nothing: write kind:ping,pong."],
    ["size:big", '! 5-8 "big" is no size: size: takes sizes, such as size:>10kB.'],
    ["size:>1..2", "! 6-10 A range needs no >: write size:1..2."],
    ["dir:up", '! 4-6 There is no direction "up": sent or received.'],
    ["session:x", '! 8-9 "x" is no number: session: takes numbers, such as session:2.'],
    ["dir:~se", "! 5-7 dir: takes no ~: write dir:sent or dir:received."],
    ["dir:/se/", '! 4-8 There is no direction "/se/": sent or received.'],
    ["size:10..5", "! 5-10 This range ends before it begins: write size:5..10."],
    ["size:1..2..3", '! 5-12 "2..3" is no size: size: takes sizes, such as size:>10kB.'],
    ["size:..", '! 5-7 "" is no size: size: takes sizes, such as size:>10kB.'],
    ["id:>/1/", "! 4-7 A regular expression has no order: write it without the >."],
    ["type:ping", "! 0-5 There is no field type: did you mean kind: ? To find the text itself, quote it."],
    ['kind:"a', '! 5-7 This phrase has no end: close it with ".'],
  ])("%s is refused", (text, expected) => expect(meaning(text)).toBe(expected));
});

describe("times", () => {
  const clock = (ms: number) => ({ kind: "clock", ms });
  it.each([
    ["time:14:02", [{ comparison: "between", value: clock(50_520_000), to: clock(50_580_000) }]],
    ["time:14:02:11.5..14:05", [{ comparison: "between", value: clock(50_531_500), to: clock(50_760_000) }]],
    ["time:>14:02", [{ comparison: ">=", value: clock(50_580_000) }]],
    ["time:<=14:02:11", [{ comparison: "<", value: clock(50_532_000) }]],
    ["time:-5m", [{ comparison: ">=", value: { kind: "ago", ms: 300_000 } }]],
    ["time:..-1h", [{ comparison: "<", value: { kind: "ago", ms: 3_600_000 } }]],
    ["time:>2026-11-25T14:02Z", [{ comparison: ">=", value: { kind: "at", ms: Date.UTC(2026, 10, 25, 14, 3) } }]],
    ["time:<2026-11-25T14:02+01:00", [{ comparison: "<", value: { kind: "at", ms: Date.UTC(2026, 10, 25, 13, 2) } }]],
    ["time:>=2026-11-25", [{ comparison: ">=", value: { kind: "local", ms: Date.UTC(2026, 10, 25) } }]],
  ])("%s", (text, expected) => {
    const { expression, faults } = parseFilter(text);
    expect(faults).toEqual([]);
    expect(expression).toMatchObject({ kind: "time", tests: expected });
  });

  it.each([
    "time:noon",
    "time:25:00",
    "time:14:70",
    "time:..",
    "time:14:02..noon",
    "time:14:02..-5m",
    "time:~14",
    "time:24:01",
    "time:2026-02-31",
    "time:-1m..-5m",
    "time:2026-11-25..2026-11-24",
    "time:14:02..14:03..14:04",
  ])("%s is refused at its place", (text) => expect(parseFilter(text).faults).toHaveLength(1));
});

describe("paths", () => {
  it.each([
    ["$.user.id = 42", '$["user","id"]["is",42]'],
    ["$.user.id=42 x", 'all($["user","id"]["is",42] "x")'],
    ["$.a != null", '$["a"]["not",null]'],
    ['$.body ~ "hello"', '$["body"]["has","hello"]'],
    ["$.body ~ /^hel/", '$["body"]["matches",{"source":"^hel","flags":""}]'],
    ["$.items[0].id >= 1.5", '$["items",0,"id"][">=",1.5]'],
    ["$.items[*].id", '$["items",{"every":true},"id"]'],
    ['$["odd name"].x = true', '$["odd name","x"]["is",true]'],
    ['$.a = "42"', '$["a"]["is","42"]'],
    ["$.a = 1..5", '$["a"]["between",1,5]'],
    ["$.a = -1.5..", '$["a"][">=",-1.5]'],
    ["$.a = ..5", '$["a"]["<=",5]'],
    ['$.a = "1..5"', '$["a"]["is","1..5"]'],
    ["$.a = 1.10", '$["a"]["is",1.1,"1.10"]'],
    ["$.a != 007", '$["a"]["not",7,"007"]'],
    ["-$.a", 'not($["a"])'],
    ["($.a = 1 or $.b)", 'any($["a"]["is",1] $["b"])'],
  ])("%s", (text, expected) => expect(meaning(text)).toBe(expected));

  it.each([
    ["$.", "! 1-2 A name must come after this point, such as $.user.id."],
    ["$.a[x]", '! 3-6 Between brackets stands a number, "a name" or *, and then ].'],
    ["$.a > true", "! 6-10 true has no order: compare it with = or !=."],
    ["$.a = 5..1", "! 6-10 This range ends before it begins: write 1..5."],
    ["$.a != /x/", "! 4-6 != takes one value: write -($.path = …) for what is not like that."],
    ["$.a ~ /(/", "! 6-9 This regular expression cannot be used"],
    ["$.a =", "! 4-5 Something must come after =, such as $.user.id = 42."],
  ])("%s is refused", (text, expected) => expect(meaning(text)).toContain(expected));
});

describe("faults", () => {
  it.each([
    ['a "b', '! 2-4 This phrase has no end: close it with ".'],
    ["(a", "! 0-1 This parenthesis is never closed: add a )."],
    ["a)", "! 1-2 This parenthesis closes nothing: remove it, or quote it."],
    ["()", "! 0-2 There is nothing between these parentheses."],
    ["a or", "! 2-4 Something must stand on both sides of `or`."],
    ['""', "! 0-2 This phrase is empty: write what it is to find."],
  ])("%s", (text, expected) => expect(meaning(text)).toBe(expected));

  it("are told all at once, in order", () => {
    expect(parseFilter("size:x kind: (y").faults.map(({ from }) => from)).toEqual([5, 11, 13]);
  });

  it("end at a depth that no person reaches", () => {
    expect(parseFilter("(".repeat(10_000)).faults.length).toBeGreaterThan(0);
  });
});

describe("any text", () => {
  const parts = [
    "kind:",
    "time:",
    "size:",
    "$.",
    "$",
    "[",
    "]",
    "(",
    ")",
    '"',
    "\\",
    "/",
    "-",
    " ",
    " or ",
    "a",
    "1",
    ",",
    "..",
    ">",
    "=",
    "~",
    "*",
    "é",
    "💥",
    ":",
    "<",
  ];
  it("within slashes is read without a throw as well", () => {
    const dice = new Dice(9);
    const pieces = [
      "a",
      "B",
      "😀",
      "\\",
      "d",
      "[",
      "]",
      "^",
      "-",
      "(",
      ")",
      "?:",
      "?",
      "|",
      "*",
      "+",
      "{",
      "1",
      ",",
      "}",
      ".",
      "$",
    ];
    for (let n = 0; n < 5_000; n += 1) {
      const source = Array.from({ length: 1 + dice.below(10) }, () => dice.pick(pieces)).join("");
      for (const flags of ["", "u"]) expect(() => parseFilter(`/${source}/${flags}`), source).not.toThrow();
    }
  });

  it("is read without a throw; places lie within it; tokens are in order and never overlap", () => {
    const dice = new Dice(7);
    for (let n = 0; n < 5_000; n += 1) {
      const text = Array.from({ length: 1 + dice.below(12) }, () => dice.pick(parts)).join("");
      const { faults, tokens, expression } = parseFilter(text);
      expect(expression === undefined || faults.length === 0).toBe(true);
      for (const { from, to } of faults) expect([from >= 0, to > from], text).toEqual([true, true]);
      let end = 0;
      for (const { from, to } of tokens) {
        expect([from >= end, to > from, to <= text.length], `${text} ${JSON.stringify(tokens)}`).toEqual([
          true,
          true,
          true,
        ]);
        end = to;
      }
    }
  });
});
