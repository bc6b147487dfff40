import { describe, expect, it } from "vitest";
import { headerNames, readHeader, withHeader } from "../../src/extension/asking/header.ts";

describe("a header as typed", () => {
  it.each([
    ["Origin: http://localhost:3000", ["Origin", "http://localhost:3000"]],
    ["X-Tenant:acme", ["X-Tenant", "acme"]],
    ["Cookie: a=1; b=x:y", ["Cookie", "a=1; b=x:y"]],
  ])("%s is read", (line, header) => {
    expect(readHeader(line)).toEqual({ kind: "header", header });
  });

  it.each([
    ["Origin", "a name, a colon and a value"],
    [": x", "a name, a colon and a value"],
    ["Or igin: x", "cannot be the name"],
    ["Origin: ", "has no value yet"],
    ["sec-websocket-key: abc", "set by the connection itself"],
  ])("%s gets a reason", (line, reason) => {
    const read = readHeader(line);
    expect(read.kind === "wrong" && read.reason).toContain(reason);
  });
});

describe("headers that were given", () => {
  it("are replaced in their place, whatever the case of the name", () => {
    const headers = [["Origin", "a"] as const, ["Cookie", "b"] as const];
    expect(withHeader(headers, ["origin", "c"])).toEqual([
      ["origin", "c"],
      ["Cookie", "b"],
    ]);
    expect(withHeader(headers, ["X-Tenant", "d"])).toHaveLength(3);
  });

  it("are shown by name only", () => {
    expect(headerNames([["Cookie", "secret"]])).toBe("Cookie");
  });
});
