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
    ["a and b", 'all("a" "b")'],
    ["a AND b or c and d", 'any(all("a" "b") all("c" "d"))'],
    ["(a and(b))and c", 'all(all("a" "b") "c")'],
    ["sandy android", 'all("sandy" "android")'],
    ['"and"', '"and"'],
    ["NOT kind:ping", 'not(kind[["is","ping"]])'],
    ["not kind:ping and not $.a = 1", 'all(not(kind[["is","ping"]]) not($["a"]["is",1]))'],
    ["not (a or b)", 'not(any("a" "b"))'],
    ["NOT a b", 'all(not("a") "b")'],
    ["not found", 'all("not" "found")'],
    ["NOT", '"NOT"'],
    ["not http://x", 'all("not" "http://x")'],
    ["!important", '"!important"'],
    ["-NOT a", 'not(not("a"))'],
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
    ["/[\\p{L}--[a-z]]/v", "/[\\p{L}--[a-z]]/v"],
    ["(/x/)", "/x/"],
  ])("%s", (text, expected) => expect(meaning(text)).toBe(expected));

  it.each([
    ["/dep.*", "! 0-6 This regular expression has no end: close it with /, or quote it."],
    ["a /^dep", "! 2-7 This regular expression has no end"],
    ["/(a/", "! 0-4 This regular expression cannot be used"],
    ["x /[a-z/i", "! 2-9 This regular expression has no end"],
    ["/a/uv", "! 0-5 This regular expression cannot be used"],
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
    ["size:>1.5 kB x", 'all(size[[">",1500]] "x")'],
    ["size:1 kB..2 MB,5 B", 'size[["between",1000,2000000],["is",5]]'],
    ["size:1 kind:a", 'all(size[["is",1]] kind[["is","a"]])'],
    ["kind:'a b','c'", 'kind[["is","a b"],["is","c"]]'],
    ["kind:it's", `kind[["is","it's"]]`],
    ['kind:"!x"', 'kind[["is","!x"]]'],
    ["id:4208", 'id[["is",4208]]'],
    ["id:0042", 'id[["is",42,"0042"]]'],
    ["id:1234567890123456789", 'id[["is",1234567890123456800,"1234567890123456789"]]'],
    ["id:98765432109876543210", 'id[["is","98765432109876543210"]]'],
    [
      "id:1234567890123456788..1234567890123456789",
      'id[["between",1234567890123456800,1234567890123456800,"1234567890123456788","1234567890123456789"]]',
    ],
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
    ["id:>98765432109876543210", '! 4-24 "98765432109876543210" is no number: id: takes numbers, such as id:4208.'],
    [
      "kind:!=ping",
      "! 5-6 What is not to be so has a - before its field: write -kind:… here, or quote what begins with !.",
    ],
    ["status:200,!404", "! 11-12 What is not to be so has a - before its field"],
    ["time:!14:02", "! 5-6 What is not to be so has a - before its field"],
    ["x !kind:ping", "! 2-3 What is not to be so has a - before it, such as -kind:ping."],
    ["!$.a", "! 0-1 What is not to be so has a - before it, such as -kind:ping."],
    ["code:1000-1006", "! 5-14 A range has two points in it: write code:1000..1006."],
    ["level:error", "! 0-6 There is no field level: did you mean verdict: ?"],
    ["id:>/1/", "! 4-7 A regular expression has no order: write it without the >."],
    ["type:ping", "! 0-5 There is no field type: did you mean kind: ? To find the text itself, quote it."],
    ['kind:"a', '! 5-7 This phrase has no end: close it with ".'],
  ])("%s is refused", (text, expected) => expect(meaning(text)).toContain(expected));
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
    [
      "time:2026-11-25 14:02..2026-11-25 14:03",
      [
        {
          comparison: "between",
          value: { kind: "local", ms: Date.UTC(2026, 10, 25, 14, 2) },
          to: { kind: "local", ms: Date.UTC(2026, 10, 25, 14, 4) },
        },
      ],
    ],
    ['time:>="2026-11-25 14:02Z"', [{ comparison: ">=", value: { kind: "at", ms: Date.UTC(2026, 10, 25, 14, 2) } }]],
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
    "time:14:02-14:05",
    "time:2026-11-25 14:99",
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
    ["$.a == 42", '$["a"]["is",42]'],
    ["$.a === '4 2'", '$["a"]["is","4 2"]'],
    ["$.a <> null", '$["a"]["not",null]'],
    ["$.a =~ /x/", '$["a"]["matches",{"source":"x","flags":""}]'],
    ["$.a !~ hi", 'all($["a"] not($["a"]["has","hi"]))'],
    ["$['a b'][0] >= .5", '$["a b",0][">=",0.5,".5"]'],
    ["$.a = +49", '$["a"]["is",49,"+49"]'],
    ["$.a ~<b>", '$["a"]["has","<b>"]'],
    ["$.a = =", '$["a"]["is","="]'],
    [
      "$.a = 9007199254740993..9007199254740995",
      '$["a"]["between",9007199254740992,"9007199254740993",9007199254740996,"9007199254740995"]',
    ],
    ["($.a = 1 or $.b)", 'any($["a"]["is",1] $["b"])'],
  ])("%s", (text, expected) => expect(meaning(text)).toBe(expected));

  it.each([
    ["$.", "! 1-2 A name must come after this point, such as $.user.id."],
    ["$.a[x]", '! 3-6 Between brackets stands a number, "a name" or *, and then ].'],
    ["$.a > true", "! 6-10 true has no order: compare it with = or !=."],
    ["$.a = 5..1", "! 6-10 This range ends before it begins: write 1..5."],
    ["$.a != /x/", "! 4-6 != takes one value: write -($.path = …) for what is not like that."],
    ["$.a ~ /(/", "! 6-9 This regular expression cannot be used"],
    ["$.a =< 5", "! 4-6 There is no =<: write <=."],
    ["$.a => 5", "! 4-6 There is no =>: write >=."],
    ["$.a: 5", "! 2-4 A value comes after =, such as $.user.id = 42; a name with : is written"],
    ["$.a b = 5", "! 6-7 Only a path has = after it"],
    ["$.a =", "! 4-5 Something must come after =, such as $.user.id = 42."],
  ])("%s is refused", (text, expected) => expect(meaning(text)).toContain(expected));
});

describe("faults", () => {
  it.each([
    ['a "b', '! 2-4 This phrase has no end: close it with ".'],
    ["(a", "! 0-1 This parenthesis is never closed: add a )."],
    ["a)", "! 1-2 This parenthesis closes nothing: remove it, or quote it."],
    ["()", "! 0-2 There is nothing between these parentheses."],
    ["and a", "! 0-3 Something must stand on both sides of `and`; to find the word, quote it."],
    ["a and", "! 2-5 Something must stand on both sides of `and`"],
    ["(a and) b", "! 3-6 Something must stand on both sides of `and`"],
    ["a and or b", "! 2-5 Something must stand on both sides of `and`"],
    ["a and and b", "! 2-5 Something must stand on both sides of `and`"],
    ["a && b", "! 2-4 What stands side by side must all hold: leave && away, or quote it."],
    ["a || b", "! 2-4 Either of two is written a or b: write or for ||, or quote it."],
    ["user.id = 42", "! 8-9 Only a path has = after it, such as $.user.id = 42"],
    ["size > 10kB", "! 5-6 Only a path has > after it"],
    ["a or", "! 2-4 Something must stand on both sides of `or`."],
    ['""', "! 0-2 This phrase is empty: write what it is to find."],
  ])("%s", (text, expected) => expect(meaning(text)).toContain(expected));

  it("of a filter that is too long are one: which, and from where on", () => {
    for (const [text, from] of [
      ["a ".repeat(1_500), 2_000],
      [`(${"a or ".repeat(1_500)}b)`, 4_996],
      [`id:${"1,".repeat(1_500)}2`, 2_001],
      ["NOT ".repeat(100_000), 4_000],
    ] as const) {
      const { faults } = parseFilter(text);
      expect(faults).toHaveLength(1);
      expect(faults[0]?.message).toContain("too many for one filter");
      expect(Math.abs((faults[0]?.from ?? 0) - from)).toBeLessThan(12);
    }
  });

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
    " and ",
    "NOT ",
    "!",
    "'",
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
