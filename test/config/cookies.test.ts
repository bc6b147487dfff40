import { expect, it } from "vitest";
import { cookieNames, readPastedCookies, withCookies } from "../../src/config/cookies.ts";

it.each<[string, string, [string, string][]]>([
  [
    "a plain list",
    "_session=abc%3D; seen=1",
    [
      ["_session", "abc%3D"],
      ["seen", "1"],
    ],
  ],
  [
    "a Cookie header",
    "Cookie: a=1; b=x=y",
    [
      ["a", "1"],
      ["b", "x=y"],
    ],
  ],
  [
    "Set-Cookie headers",
    "HTTP/1.1 200 OK\nSet-Cookie: a=1; Path=/; HttpOnly\r\nset-cookie: b=2; Max-Age=3",
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    "Chrome's curl for bash",
    "curl 'http://h/' \\\n  -H 'accept: */*' \\\n  -b 'a=1; b=it'\\''s'",
    [
      ["a", "1"],
      ["b", "it's"],
    ],
  ],
  [
    "Firefox's curl",
    `curl "http://h/" -H "Cookie: a=1; b=2"`,
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  [
    "Chrome's curl for cmd",
    `curl ^"http://h/^" -b ^"a=1; b=2^"`,
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  ["curl --cookie", "curl --cookie a=1 http://h/", [["a", "1"]]],
  [
    "the table of a storage panel",
    "Name\tValue\tDomain\n_session\tabc\tlocalhost\t/\nb\t2\tlocalhost",
    [
      ["_session", "abc"],
      ["b", "2"],
    ],
  ],
  ["Netscape's file", "localhost\tFALSE\t/\tFALSE\t0\ta\t1", [["a", "1"]]],
  ["Playwright's list", '{"cookies":[{"name":"a","value":"1","domain":"h"}]}', [["a", "1"]]],
  [
    "JSON by name",
    '{"a":"1","b":"2"}',
    [
      ["a", "1"],
      ["b", "2"],
    ],
  ],
  ["a name twice: the last counts", "a=1; a=2", [["a", "2"]]],
])("reads %s", (_, text, cookies) => {
  expect(readPastedCookies(text)).toEqual({ kind: "cookies", cookies });
});

it.each(["", "hello", "Path=/; HttpOnly", "[1,2", "{}", "curl http://h/"])(
  "finds none in %o, and says what to paste",
  (text) => {
    expect(readPastedCookies(text)).toMatchObject({ kind: "wrong", reason: expect.stringContaining("Paste") });
  },
);

it("goes into the one Cookie header there may be", () => {
  expect(
    withCookies(
      [
        ["cookie", "a=1; b=2"],
        ["X", "y"],
      ],
      [
        ["b", "3"],
        ["c", "4"],
      ],
    ),
  ).toEqual([
    ["X", "y"],
    ["Cookie", "a=1; b=3; c=4"],
  ]);
  expect(withCookies([["X", "y"]], [])).toEqual([["X", "y"]]);
});

it("is named without its values", () => {
  expect(
    cookieNames([
      ["a", "1"],
      ["b", "2"],
    ]),
  ).toBe("a, b");
});
