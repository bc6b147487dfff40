import { describe, expect, it } from "vitest";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";
import { decodeFrame } from "../../../src/protocols/anycable/codec.ts";
import { anycable } from "../../../src/protocols/anycable/index.ts";
import { dialectOf } from "../../../src/protocols/anycable/subprotocols.ts";

const lobby = '{"channel":"ChatChannel"}';
const extended = dialectOf("actioncable-v1-ext-json");
const received = (body: object) => decodeFrame("text", JSON.stringify(body), "received", extended);
const sent = (body: object) => decodeFrame("text", JSON.stringify(body), "sent", extended);

describe("match", () => {
  it("stands below Action Cable, unless something of its own was agreed on or asked for", () => {
    for (const url of ["ws://h/cable", "http://h/cable", "ws://h/other", "wss://h/cable/"]) {
      expect(anycable.match({ url })).toBeLessThan(actionCable.match({ url }));
      expect(anycable.match({ url })).toBeGreaterThan(0);
    }
    for (const name of ["actioncable-v1-ext-json", "actioncable-v1-msgpack", "actioncable-v1-ext-protobuf"])
      expect(anycable.match({ url: "ws://h/x", subprotocol: name })).toBe(1);
    const base = { url: "ws://h/x", subprotocol: "actioncable-v1-json" };
    expect(anycable.match(base)).toBeLessThan(actionCable.match(base));
    const withToken = { url: "ws://h/cable?jid=x" };
    expect(anycable.match(withToken)).toBeGreaterThan(actionCable.match(withToken));
    expect(anycable.match({ url: "http://h/other" })).toBe(0);
    expect(anycable.match({ url: "nonsense" })).toBe(0);
    expect(anycable.match({ url: "http://h/cable", contentType: "text/event-stream" })).toBe(0);
  });
});

describe("display", () => {
  it.each([
    [
      received({ type: "welcome", sid: "a", restored: true, restored_ids: [lobby] }),
      "session a · restored with 1 subscription",
    ],
    [received({ type: "confirm_history", identifier: lobby }), ""],
    [
      received({ type: "presence", identifier: lobby, message: { type: "join", id: "1", info: { a: 1 } } }),
      'join 1 {"a":1}',
    ],
    [
      received({
        type: "presence",
        identifier: lobby,
        message: { type: "info", total: 2, records: [{ id: "a" }, { id: "b" }] },
      }),
      "info 2 records: a, b",
    ],
    [received({ type: "presence", identifier: lobby, message: { type: "error", total: 0 } }), "error"],
    [
      sent({
        command: "subscribe",
        identifier: lobby,
        history: { since: 60, streams: { s: { epoch: "e", offset: 2 } } },
        presence: { id: "1" },
      }),
      "history since 1970-01-01T00:01:00Z, after e/2 of s · joins as 1",
    ],
    [sent({ command: "history", identifier: lobby, history: {} }), "history from nowhere"],
    [sent({ command: "whisper", identifier: lobby, data: [1] }), "[1]"],
    [sent({ command: "join", identifier: lobby, presence: { id: "1", info: {} } }), "1 {}"],
    [sent({ command: "presence", identifier: lobby, data: {} }), "{}"],
    [sent({ command: "leave", identifier: lobby }), ""],
    [sent({ command: "ping" }), ""],
  ])("%#: one line for the row", (message, line) => {
    expect(anycable.summarize(message)).toBe(line);
    expect(anycable.describe(message).facts).toBeInstanceOf(Array);
  });

  it("shows stream, offset and epoch, or that there is no position", () => {
    const position = { stream_id: "room", epoch: "e", offset: 2 };
    const facts = (body: object) =>
      anycable.describe(received(body)).facts.map(({ label, value }) => `${label}: ${value}`);
    expect(facts({ identifier: lobby, message: 1, ...position })).toEqual(
      expect.arrayContaining(["Stream: room", "Offset: 2", "Epoch: e", "Channel: ChatChannel"]),
    );
    expect(facts({ identifier: lobby, message: 1 })[0]).toBe("Position: none");
  });
});

describe("advice", () => {
  it("knows what AnyCable refuses and how it ends", () => {
    const response = { status: 403, reason: "Forbidden", httpVersion: "1.1", headers: [] };
    expect(anycable.advise({ kind: "refused", response, body: "" })[0]).toMatch(/allowed_origins/);
    const failure = { stage: "connect", code: "ECONNREFUSED", message: "" } as const;
    expect(anycable.advise({ kind: "failed", failure })[0]).toMatch(/8080/);
    expect(anycable.advise({ kind: "closed", seen: { code: 1011, reason: "Auth Error" } })[0]).toMatch(/RPC/);
    expect(anycable.advise({ kind: "closed", seen: { code: 1009, reason: "" } })[0]).toMatch(/64 kB/);
    const illegal = {
      stage: "protocol",
      code: "WS_ERR_INVALID_CLOSE_CODE",
      message: "invalid status code 1006",
    } as const;
    expect(anycable.advise({ kind: "closed", failure: illegal })[0]).toMatch(/Command Failed/);
    expect(anycable.advise({ kind: "ended" })).toEqual([]);
  });
});
