import { describe, expect, it } from "vitest";
import type { Protocol } from "../../../src/model/protocol.ts";
import { httpVersionField, readHttpVersion } from "../../../src/protocols/kit/http-version.ts";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import { polling } from "../../../src/protocols/polling/index.ts";
import { sse } from "../../../src/protocols/sse/index.ts";

describe("the wish for an HTTP version", () => {
  it.each([
    [{}, "any"],
    [{ httpVersion: "" }, "any"],
    [{ httpVersion: "1.1" }, "1.1"],
  ])("%j is %s", (values, version) => {
    expect(readHttpVersion(values)).toBe(version);
    const options = { url: "http://h", headers: [], settings: { ...values, channels: "/chat" }, random: () => 0 };
    for (const protocol of [sse, polling, messageBus] as readonly Protocol[]) {
      const effects = protocol.createClientSession(options).handle({ kind: "started", at: 0 });
      expect(effects.find(({ kind }) => kind === "open")).toMatchObject({ request: { httpVersion: version } });
      expect(protocol.connectForm).toContain(httpVersionField);
    }
  });

  it("is refused where it is none", () => {
    expect(() => readHttpVersion({ httpVersion: "3" })).toThrow(
      expect.objectContaining({ code: "invalid-http-version" }),
    );
  });
});
