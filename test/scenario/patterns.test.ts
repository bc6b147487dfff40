import { describe, expect, it, test } from "vitest";
import { matchesData, matchesRequest } from "../../src/scenario/patterns.ts";
import type { DataPattern, RequestPattern } from "../../src/scenario/scenario.ts";
import { matchesText } from "../../src/scenario/text-pattern.ts";

describe("a text", () => {
  test.each([
    ["chat:lobby", "chat:lobby", true],
    ["chat:lobby", "chat:lobby2", false],
    ["chat:*", "chat:lobby", true],
    ["chat:*", "chat:", true],
    ["chat:*", "xchat:lobby", false],
    ["*", "", true],
    ["a*b*c", "a-b-b-c", true],
    ["a*bc*c", "abc", false],
    ["ab*ba", "aba", false],
    ["*.example", "evil.example.com", false],
    ["/^chat:\\d+$/", "chat:12", true],
    ["/^chat:\\d+$/", "chat:x", false],
    ["/CHAT/", "chat", false],
    ["/CHAT/i", "the chat", true],
    ["/cable", "/cable", true],
    ["/poll/chat", "/poll/chat", true],
    ["/(a+)+$/", "a", false],
    ["(.)", "(.)", true],
  ])("%s and %s: %s", (pattern, text, isMatch) => {
    expect([matchesText(pattern, text), matchesText(pattern, text)]).toEqual([isMatch, isMatch]);
  });

  it("is not looked at for ever", () => {
    // The whole of it would take 10^12 steps.
    expect(matchesText("/\\s*x$/", `${" ".repeat(1_000_000)}y`)).toBe(false);
    expect(matchesText(`${"*a".repeat(500)}*b`, "a".repeat(100_000))).toBe(false);
  });
});

describe("data", () => {
  const value = {
    id: 42,
    body: "hello there",
    tags: ["new", "hot"],
    user: { name: "Ada", admin: true, note: null },
  };

  test.each<[DataPattern, boolean]>([
    [{}, true],
    [{ like: { id: 42 } }, true],
    [{ like: { id: "42" } }, false],
    [{ like: { body: "hello*", user: { name: "Ada" } } }, true],
    [{ like: { body: "/THERE/i" } }, true],
    [{ like: { tags: ["hot"] } }, true],
    [{ like: { tags: ["hot", "cold"] } }, false],
    [{ like: { user: { note: null } } }, true],
    [{ like: { user: { missing: null } } }, false],
    [{ like: { constructor: {} } }, false],
    [{ like: [] }, false],
    [{ where: "$.id = 42" }, true],
    [{ where: "$.id > 42" }, false],
    [{ where: '$.user.name = "Ada" -$.gone' }, true],
    [{ where: "$.gone or $.tags[*] = hot" }, true],
    [{ where: "$.body ~ /^hello/" }, true],
    [{ where: "hello" }, false],
    [{ regex: '"id":42' }, true],
    [{ regex: "/ADA/i" }, true],
    [{ regex: "ADA" }, false],
    [{ schema: { type: "object", required: ["id"], properties: { id: { type: "integer" } } } }, true],
    [{ schema: { type: "object", required: ["gone"] } }, false],
    [{ schema: { required: ["gone"] } }, false],
    [{ schema: { properties: { id: { not: { type: "number" } } } } }, false],
    [{ schema: { properties: { tags: { type: "array", minItems: 3 } } } }, false],
    [{ schema: { properties: { type: { type: "string" }, body: { pattern: "^hello" } } } }, true],
    [{ schema: { $ref: "#/definitions/gone" } }, false],
    [{ schema: { properties: { id: { $ref: "http://elsewhere.example/schema" } } } }, false],
    [{ schema: true }, true],
    [{ schema: { type: "nonsense" } }, false],
    [{ schema: { type: "object", properties: { body: { pattern: "(a+)+$" } } } }, false],
    [{ like: { id: 42 }, where: "$.id = 43" }, false],
  ])("%j: %s", (pattern, isMatch) => {
    expect([matchesData(pattern, value), matchesData(pattern, value)]).toEqual([isMatch, isMatch]);
  });

  test.each([
    [{ like: "hi*" }, "hi you", true],
    [{ regex: "^hi$" }, "hi", true],
    [{ like: null }, null, true],
    [{ like: 1 }, true, false],
    [{ regex: "x" }, undefined, false],
  ] as const)("%j and %j: %s", (pattern, text, isMatch) => {
    expect(matchesData(pattern, text)).toBe(isMatch);
  });
});

describe("a request", () => {
  const claims = "eyJzdWIiOiJhZGEiLCJyb2xlIjoiYWRtaW4ifQ";
  const request = {
    method: "GET",
    url: `ws://localhost/cable?room=7&room=8&jid=e30.${claims}.sig`,
    httpVersion: "1.1",
    headers: [
      ["Origin", "https://app.example"],
      ["cookie", "a=1; name=Ada%20L"],
      ["Cookie", "b=2"],
    ],
  } as const;

  test.each<[RequestPattern, boolean]>([
    [{}, true],
    [{ door: "/cable", protocol: "cable" }, true],
    [{ door: "/c*" }, true],
    [{ door: "/bus" }, false],
    [{ protocol: "bus" }, false],
    [{ query: { room: "8" } }, true],
    [{ query: { room: "9" } }, false],
    [{ query: { gone: "*" } }, false],
    [{ cookies: { name: "Ada L", b: "2" } }, true],
    [{ cookies: { a: "2" } }, false],
    [{ headers: { ORIGIN: "https://*.example" } }, true],
    [{ headers: { origin: "http://*" } }, false],
    [{ headers: { origin: "https://app.*" } }, true],
    [{ token: { like: { role: "admin" } } }, true],
    [{ token: { where: "$.sub != ada" } }, false],
  ])("%j: %s", (pattern, isMatch) => {
    expect(matchesRequest(pattern, request, "/cable", "cable")).toBe(isMatch);
  });

  test.each([
    "ws://localhost/?token=x",
    "ws://localhost/?token=a.b.c",
    "ws://localhost/?token=e30.W10.x",
    "no address",
  ])("%s has no token", (url) => {
    const asked = { ...request, url, headers: [] };
    expect(matchesRequest({ token: {} }, asked, "/", "cable")).toBe(false);
    expect(matchesRequest({}, asked, "/", "cable")).toBe(true);
  });

  it("may have its token in a header, and a broken one before it", () => {
    const headers = [["authorization", `Bearer e30.${claims}.x`]] as const;
    const asked = { ...request, url: "http://localhost/?token=broken", headers };
    expect(matchesRequest({ token: { like: { sub: "ada" } } }, asked, "/", "cable")).toBe(true);
  });
});
