/** Numbers are shown as they travelled, wherever a protocol keeps its payload. */
import { describe, expect, it } from "vitest";
import { buildDetails, entryOf } from "../../src/engine/details.ts";
import { exactPayload, exactSummary } from "../../src/engine/exact-numbers.ts";
import { MessageReader } from "../../src/engine/message-reader.ts";
import { payloadDocument } from "../../src/engine/payload-text.ts";
import type { Direction } from "../../src/model/frame.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import { actionCable } from "../../src/protocols/action-cable/index.ts";
import { sse } from "../../src/protocols/sse/index.ts";
import { websocket } from "../../src/protocols/websocket/index.ts";
import { newCapture } from "../capture/capture-files.ts";

const payload = '{"id":9007199254740993,"f":1.0,"e":1e400,"z":-0,"n":[1234567890123456789,42]}';

function shown(protocol: Protocol, kind: string, data: string, direction: Direction = "received") {
  const capture = newCapture();
  const frame = capture.frame(1, 1, { kind: "text", direction, data });
  const seq = capture.message(1, 1, direction, "message", { kind }, frame, frame, data.length);
  capture.commit();
  const reader = new MessageReader(capture.reader, protocol);
  return { seq, capture, reader, details: buildDetails(seq, capture.reader, reader) };
}

describe("a payload in the details", () => {
  it.each([
    ["Action Cable's message", actionCable, "message", `{"identifier":"{}","message":${payload}}`],
    [
      "what is sent to Action Cable",
      actionCable,
      "perform",
      JSON.stringify({ command: "message", identifier: "{}", data: payload }),
    ],
    ["a WebSocket's JSON", websocket, "json", payload],
  ] as const)("%s", (_what, protocol, kind, data) => {
    const { details } = shown(protocol, kind, data, kind === "perform" ? "sent" : "received");
    expect(details.payloadJson).toBe(payload);
    expect(details.row.summary).toContain("9007199254740993");
    expect(details.row.summary).toContain("1234567890123456789");
  });

  it("an event's data over several lines", () => {
    const [start, end] = [payload.slice(0, 6), payload.slice(6)];
    const block = `id: 9007199254740995\ndata: ${start}\ndata:${end}\n\n`;
    expect(JSON.stringify(exactPayload(JSON.parse(payload), block))).toBe(payload);
    const { details } = shown(sse, "event", `id: 1\ndata: ${payload}\n\n`);
    expect(details.payloadJson).toBe(payload);
  });

  it("in an editor tab", async () => {
    const { capture, reader, seq } = shown(websocket, "json", payload);
    expect(entryOf(seq, capture.reader).kind).toBe("json");
    const { text } = await payloadDocument(seq, capture.reader, reader);
    expect(text).toContain('"id": 9007199254740993,\n  "f": 1.0,\n  "e": 1e400,\n  "z": -0,');
  });
});

describe("numbers", () => {
  it("of what stands in none of the usual places, or is no JSON, are left as they are", () => {
    for (const data of [
      "9007199254740993 no JSON",
      '{"a":{"b":{"c":{"d":{"id":9007199254740993}}}}}',
      Buffer.from("x"),
    ])
      expect(exactPayload({ id: 1 }, data)).toEqual({ id: 1 });
    expect(exactPayload(undefined, payload)).toBeUndefined();
  });

  it("that became the same are not guessed at in a summary", () => {
    const data = '{"a":9007199254740992,"b":9007199254740993}';
    const summary = JSON.stringify(JSON.parse(data));
    expect(exactSummary(summary, data)).toBe(summary);
    expect(JSON.stringify(exactPayload(JSON.parse(data), data))).toBe(data);
  });
});
