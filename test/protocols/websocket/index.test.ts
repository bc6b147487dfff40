import { describe, expect, it } from "vitest";
import type { Close, TransportFailure } from "../../../src/model/frame.ts";
import { websocket } from "../../../src/protocols/websocket/index.ts";

describe("match", () => {
  it.each([
    ["ws://h/anything", 0.3],
    ["wss://h:8443/chat/websocket/?x=1", 0.4],
    ["ws://h/ws", 0.4],
    ["http://h/ws", 0],
    ["nonsense", 0],
  ])("%s: %d", (url, confidence) => {
    expect(websocket.match({ url })).toBe(confidence);
  });
});

describe("advise", () => {
  const refused = (status: number): Close => ({
    kind: "refused",
    response: { status, reason: "", httpVersion: "1.1", headers: [] },
    body: "",
  });

  it.each([200, 302, 400, 401, 403, 404, 405, 418, 426, 429, 500, 502, 503, 504])(
    "has something to say to %i",
    (status) => {
      expect(websocket.advise(refused(status)).length).toBeGreaterThan(0);
    },
  );

  it("names where a redirect points", () => {
    const close = refused(302);
    if (close.kind !== "refused") throw new Error("not refused");
    const response = { ...close.response, headers: [["Location", "/other"]] as const };
    expect(websocket.advise({ ...close, response })[0]).toMatch(/^Connect to \/other, or allow redirects/);
    expect(websocket.advise(close)[0]).toMatch(/^Connect to another address/);
  });

  it.each<[Close, RegExp]>([
    [{ kind: "closed" }, /proxy_read_timeout/],
    [{ kind: "closed", seen: { reason: "" } }, /code and a reason/],
    [{ kind: "closed", seen: { code: 1009, reason: "" } }, /smaller messages/],
    [{ kind: "closed", failure: failed("WS_ERR_UNEXPECTED_RSV_1") }, /compressed/],
    [{ kind: "closed", failure: failed("WS_ERR_UNSUPPORTED_MESSAGE_LENGTH") }, /largest message/],
  ])("%j", (close, expected) => {
    expect(websocket.advise(close)[0]).toMatch(expected);
  });

  it("has nothing to add to an ordinary end", () => {
    expect(websocket.advise({ kind: "closed", seen: { code: 1000, reason: "" } })).toEqual([]);
    expect(websocket.advise({ kind: "ended" })).toEqual([]);
  });

  function failed(code: string): TransportFailure {
    return { stage: "protocol", code, message: "" };
  }
});
