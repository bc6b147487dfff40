import { describe, expect, it } from "vitest";
import type { FrameData } from "../../../src/model/frame.ts";
import { maxJsonLength } from "../../../src/protocols/websocket/codec.ts";
import { websocket } from "../../../src/protocols/websocket/index.ts";
import type { WebSocketMessage } from "../../../src/protocols/websocket/messages.ts";
import { Dice } from "../dice.ts";
import { webSocketHandshake } from "../handshakes.ts";

const encoder = new TextEncoder();

function decode(kind: "text" | "binary", data: FrameData): WebSocketMessage {
  const decoder = websocket.createDecoder("received", webSocketHandshake());
  const messages = [...decoder.decode({ kind, direction: "received", data }), ...decoder.end()];
  expect(messages).toHaveLength(1);
  return messages[0] as WebSocketMessage;
}

describe("one frame is one message", () => {
  it.each(["", "hello", "ünïcode 😀", "[INFO] ready", "{not json", "42", '"a string"', "null"])(
    "text stays text: %j",
    (text) => {
      expect(decode("text", text)).toEqual({ kind: "text", text });
    },
  );

  it.each(['{"a":1}', " [1, 2]", '{"deep":[{"er":null}]}\n'])("an object or array is JSON: %j", (text) => {
    expect(decode("text", text)).toEqual({ kind: "json", text, value: JSON.parse(text) });
  });

  it("does not stall on JSON of many megabytes", () => {
    const text = `["${"x".repeat(maxJsonLength)}"]`;
    expect(decode("text", text).kind).toBe("text");
  });

  it("takes bytes as they are", () => {
    const bytes = Uint8Array.of(0, 1, 254, 255);
    expect(decode("binary", bytes)).toEqual({ kind: "binary", bytes });
  });

  it("reads text that a transport handed over as bytes", () => {
    expect(decode("text", encoder.encode('{"ü":1}'))).toMatchObject({ kind: "json", value: { ü: 1 } });
  });

  it("says where text stops being UTF-8", () => {
    const bytes = Uint8Array.of(0x61, 0x62, 0xff, 0xfe);
    expect(decode("text", bytes)).toEqual({
      kind: "malformed",
      reason: "not UTF-8: byte 0xff at offset 2",
      offset: 2,
      bytes,
    });
  });

  it("case 32: a whole character is no fault, half of one is", () => {
    const euro = encoder.encode("€");
    expect(decode("text", euro).kind).toBe("text");
    expect(decode("text", euro.subarray(0, 2))).toMatchObject({ kind: "malformed", offset: 0 });
  });

  it("never throws, and reads again as it was", () => {
    const dice = new Dice(3);
    for (let round = 0; round < 500; round += 1) {
      const kind = dice.pick(["text", "binary"] as const);
      const data = dice.pick([dice.bytes(40), dice.text('{}[]":,1ü😀 ', 30)]);
      const message = decode(kind, data);
      const stored = { kind: message.kind, direction: "received", frameKind: kind, data } as const;
      expect(websocket.read(stored)).toEqual(message);
      expect(websocket.summarize(message)).not.toContain("\n");
      expect(websocket.describe(message).facts.length).toBeGreaterThan(0);
    }
  });
});

describe("rows and details", () => {
  it.each<["text" | "binary", FrameData, string]>([
    ["text", "two\nlines", "two lines"],
    ["text", "", "empty"],
    ["text", '{ "a" : 1 }', '{"a":1}'],
    ["binary", Uint8Array.of(0, 1, 0xfe, 0xff), "00 01 fe ff"],
    ["binary", new Uint8Array(25), `${"00 ".repeat(24)}…`],
    ["binary", new Uint8Array(), "empty"],
    ["text", Uint8Array.of(0xff), "not UTF-8: byte 0xff at offset 0"],
  ])("%s %j is summed up as %s", (kind, data, summary) => {
    expect(websocket.summarize(decode(kind, data))).toBe(summary);
  });

  it("keeps a large payload's row short", () => {
    for (const text of ["x".repeat(100_000), JSON.stringify({ x: "x".repeat(100_000) })])
      expect(websocket.summarize(decode("text", text)).length).toBeLessThanOrEqual(300);
  });

  it("shows JSON as a tree, with the names that tell what it is", () => {
    const description = websocket.describe(decode("text", '{"type":"next","id":7,"x":{}}'));
    expect(description.payload).toEqual({ type: "next", id: 7, x: {} });
    expect(description.facts.map(({ value }) => value)).toEqual(["object", "next", "7"]);
    expect(websocket.describe(decode("text", "[1,2]")).facts[0]?.value).toBe("array of 2");
  });

  it("shows text as text, never as anything that could come alive", () => {
    expect(websocket.describe(decode("text", "<script>")).texts).toEqual([
      { title: "Text", language: "plaintext", text: "<script>" },
    ]);
  });
});
