import { describe, expect, it } from "vitest";
import { readHttpVersion } from "../../../src/protocols/kit/http-version.ts";
import { sse } from "../../../src/protocols/sse/index.ts";

describe("the wish for an HTTP version", () => {
  it.each([
    [{}, "any"],
    [{ httpVersion: "" }, "any"],
    [{ httpVersion: "1.1" }, "1.1"],
  ])("%j is %s", (values, version) => {
    expect(readHttpVersion(values)).toBe(version);
    const session = sse.createClientSession({ url: "http://h", headers: [], settings: values, random: () => 0 });
    const open = session.handle({ kind: "started", at: 0 }).find((effect) => effect.kind === "open");
    expect(open?.request.httpVersion).toBe(version);
  });

  it("is refused where it is none", () => {
    expect(() => readHttpVersion({ httpVersion: "3" })).toThrow(
      expect.objectContaining({ code: "invalid-http-version" }),
    );
  });
});
