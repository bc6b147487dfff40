import { describe, expect, test } from "vitest";
import type { EntryDetails } from "../../src/bridge/rows.ts";
import type { Capture } from "../../src/capture/store.ts";
import { buildDetails } from "../../src/engine/details.ts";
import { MessageReader } from "../../src/engine/message-reader.ts";
import { payloadDocument } from "../../src/engine/payload-text.ts";
import type { Frame, Handshake } from "../../src/model/frame.ts";
import { actionCable } from "../../src/protocols/action-cable/index.ts";
import { websocket } from "../../src/protocols/websocket/index.ts";
import { newCapture } from "../capture/capture-files.ts";

const handshake: Handshake = {
  request: { method: "GET", url: "ws://h/cable?jid=abc", httpVersion: "1.1", headers: [["Host", "h"]] },
  response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [["Upgrade", "websocket"]] },
  offered: ["actioncable-v1-json"],
  subprotocol: "actioncable-v1-json",
};

function details(capture: Capture, seq: number): EntryDetails {
  return buildDetails(seq, capture.reader, new MessageReader(capture.reader, actionCable));
}

function payload(capture: Capture, seq: number) {
  return payloadDocument(seq, capture.reader, new MessageReader(capture.reader, actionCable));
}

/** A message that is just this frame, of a raw WebSocket. */
function recordFrame(capture: Capture, frame: Frame & { data: string | Uint8Array }): number {
  capture.connection(1, websocket.id, { ...handshake, subprotocol: undefined });
  const id = capture.frame(1, 1, frame);
  const [message] = websocket.createDecoder("received", handshake).decode(frame as never);
  if (!message) throw new Error("nothing decoded");
  return capture.message(1, 1, "received", "message", message, id, id, frame.data.length);
}

describe("a message", () => {
  const text = '{"identifier":"{\\"channel\\":\\"ChatChannel\\"}","message":{"body":"héllo"}}';

  function recordChat(): { capture: Capture; seq: number } {
    const capture = newCapture();
    capture.connection(1, actionCable.id, handshake);
    const frame = { kind: "text", direction: "received", data: text } as const;
    const id = capture.frame(1, 1, frame);
    const [message] = actionCable.createDecoder("received", handshake).decode(frame);
    if (!message) throw new Error("nothing decoded");
    const sizeBytes = Buffer.byteLength(text);
    return { capture, seq: capture.message(1, 1, "received", "message", message, id, id, sizeBytes) };
  }

  test("is decoded again from its frame", () => {
    const { capture, seq } = recordChat();
    const { row, payloadJson, payloadTruncated, raw, frames, frameCount, verdict } = details(capture, seq);
    expect(row).toMatchObject({ kind: "message", channelLabel: "ChatChannel" });
    expect(JSON.parse(String(payloadJson))).toEqual({ body: "héllo" });
    expect(payloadTruncated).toBe(false);
    expect(raw).toEqual({
      sizeBytes: Buffer.byteLength(text),
      truncated: false,
      text,
      base64: Buffer.from(text).toString("base64"),
    });
    expect(frames).toMatchObject([{ id: 1, kind: "text", direction: "received", data: { text } }]);
    expect(frameCount).toBe(1);
    expect(verdict).toBeUndefined();
  });

  test("opens in an editor as JSON", async () => {
    const { capture, seq } = recordChat();
    await expect(payload(capture, seq)).resolves.toEqual({
      text: '{\n  "body": "héllo"\n}\n',
      language: "json",
      extension: "json",
    });
  });

  test("of many frames shows the first and the last of them", () => {
    const capture = newCapture();
    for (let n = 1; n <= 30; n += 1) capture.frame(n, 1, { kind: "chunk", direction: "received", data: `${n};` });
    const seq = capture.message(1, 1, "received", "message", { kind: "unknown", raw: "all" }, 1, 30, 3);
    const { frames, frameCount, raw } = details(capture, seq);
    expect(frameCount).toBe(30);
    expect(frames.map((frame) => frame.id)).toEqual([1, 2, 3, 4, 27, 28, 29, 30]);
    expect(raw.text).toBe("all");
  });

  test("whose frame is gone says so instead of failing", async () => {
    const capture = newCapture();
    const seq = capture.message(1, 1, "received", "message", { kind: "message" }, 99, 99, 5);
    const { row, facts, frames } = details(capture, seq);
    expect(row.summary).toBe("its frame is not in the capture");
    expect(facts).toEqual([{ label: "Not readable", value: "its frame is not in the capture" }]);
    expect(frames).toEqual([]);
    expect(await payload(capture, seq)).toEqual({ text: "", language: "plaintext", extension: "txt" });
  });

  test("of bytes that are no text has base64 only, and opens as a hex dump", async () => {
    const capture = newCapture();
    const data = Uint8Array.from({ length: 20 }, (_, n) => (n === 0 ? 0xff : 0x60 + n));
    const seq = recordFrame(capture, { kind: "binary", direction: "received", data });
    expect(details(capture, seq).raw).toEqual({
      sizeBytes: 20,
      truncated: false,
      text: undefined,
      base64: Buffer.from(data).toString("base64"),
    });
    const document = await payload(capture, seq);
    expect(document.extension).toBe("hex");
    expect(document.text).toBe(
      "00000000  ff 61 62 63 64 65 66 67 68 69 6a 6b 6c 6d 6e 6f  .abcdefghijklmno\n" +
        "00000010  70 71 72 73                                      pqrs\n",
    );
  });

  test("of bytes that are text opens as text", async () => {
    const capture = newCapture();
    const data = new TextEncoder().encode("grün");
    const seq = recordFrame(capture, { kind: "binary", direction: "received", data });
    expect(details(capture, seq).raw.text).toBe("grün");
    expect(await payload(capture, seq)).toEqual({ text: "grün", language: "plaintext", extension: "txt" });
  });
});

describe("50 MB", () => {
  const megabyte = 1_000_000;

  test("of JSON stay in the engine but for the stated excerpts", async () => {
    const capture = newCapture();
    const data = JSON.stringify({
      identifier: '{"channel":"ChatChannel"}',
      message: { body: "é".repeat(25 * megabyte) },
    });
    capture.connection(1, actionCable.id, handshake);
    const id = capture.frame(1, 1, { kind: "text", direction: "received", data });
    const channel = '{"channel":"ChatChannel"}';
    const sizeBytes = Buffer.byteLength(data);
    const seq = capture.message(1, 1, "received", "message", { kind: "message", channel }, id, id, sizeBytes);
    const shown = details(capture, seq);
    expect(JSON.stringify(shown).length).toBeLessThan(3 * megabyte);
    expect(shown.payloadTruncated).toBe(true);
    expect(shown.payloadJson).toHaveLength(1024 * 1024);
    expect(shown.raw).toMatchObject({ sizeBytes, truncated: true });
    expect(Buffer.byteLength(String(shown.raw.text))).toBeLessThanOrEqual(256 * 1024);
    expect(data.startsWith(String(shown.raw.text))).toBe(true);
    expect(Buffer.from(shown.raw.base64, "base64")).toHaveLength(64 * 1024);
    expect(shown.frames[0]?.data).toMatchObject({ sizeBytes, truncated: true });
    expect(shown.row.summary.length).toBeLessThan(500);
    expect((await payload(capture, seq)).text.length).toBeGreaterThan(25 * megabyte);
  });

  test("of bytes stay there as well", async () => {
    const capture = newCapture();
    const data = new Uint8Array(50 * megabyte).fill(255);
    const seq = recordFrame(capture, { kind: "binary", direction: "received", data });
    const shown = details(capture, seq);
    expect(JSON.stringify(shown).length).toBeLessThan(megabyte);
    expect(shown.raw).toMatchObject({ sizeBytes: data.length, truncated: true, text: undefined });
    const { text } = await payload(capture, seq);
    expect(text.split("\n").at(-2)).toBe("… and 46 MB more");
  });
});

test("names and ids that a peer made very long are cut in rows", () => {
  const capture = newCapture();
  const long = "x".repeat(100_000);
  const message = { kind: "message", channel: long, eventId: long, raw: `"${long}"` };
  const seq = capture.message(1, 1, "received", "message", message, 1, 1, 100_002);
  const { row } = details(capture, seq);
  expect(row.channel).toHaveLength(4_096);
  expect(row.eventId).toHaveLength(500);
  expect(row.channelLabel?.length).toBeLessThanOrEqual(200);
});

describe("a transport unit", () => {
  test("an opening shows its handshake, masked, and its heads as they look on the wire", async () => {
    const capture = newCapture();
    capture.frame(1, 1, { kind: "request", direction: "sent", head: handshake.request });
    capture.frame(2, 1, { kind: "response", direction: "received", head: handshake.response });
    const seq = capture.message(
      3,
      1,
      "received",
      "transport",
      { kind: "open", handshake, attempt: 1 } as never,
      1,
      2,
      0,
    );
    const shown = details(capture, seq);
    expect(shown.handshake?.request.url).toBe("ws://h/cable?jid=redacted-3-characters");
    expect(shown.raw.text).toBe(
      "GET ws://h/cable?jid=redacted-3-characters HTTP/1.1\nHost: h\n\n" +
        "HTTP/1.1 101 Switching Protocols\nUpgrade: websocket\n",
    );
    expect(shown.frames.map((frame) => frame.kind)).toEqual(["request", "response"]);
    expect(shown.facts.map((fact) => fact.label)).toContain("Status");
    expect((await payload(capture, seq)).language).toBe("json");
  });

  test("a ping shows its payload", () => {
    const capture = newCapture();
    const id = capture.frame(1, 1, { kind: "ping", direction: "received", data: Uint8Array.of(104, 105) });
    const ping = { kind: "ws_ping", data: "hi" } as const;
    const seq = capture.message(1, 1, "received", "transport", ping, id, id, 2);
    expect(details(capture, seq)).toMatchObject({ raw: { text: "hi" }, frameCount: 1, handshake: undefined });
  });
});

test("an event shows its verdict and nothing that travelled", async () => {
  const capture = newCapture();
  const seq = capture.event(1, 1, {
    kind: "gapFound",
    level: "warning",
    title: "3 missing",
    explanation: "Three ids were skipped.",
    evidence: [1, 4],
    fromAt: 1,
    toAt: 2,
    measures: { missing: 3 },
  });
  const shown = details(capture, seq);
  expect(shown.verdict).toEqual({
    title: "3 missing",
    explanation: "Three ids were skipped.",
    advice: [],
    level: "warning",
    evidence: [1, 4],
    fromAt: 1,
    toAt: 2,
    measures: { missing: 3 },
  });
  expect(shown.row).toMatchObject({ summary: "3 missing", level: "warning", source: "event" });
  expect(shown.raw).toEqual({ sizeBytes: 0, truncated: false, text: "", base64: "" });
  expect(shown.frames).toEqual([]);
  expect(JSON.parse((await payload(capture, seq)).text)).toMatchObject({ kind: "gapFound" });
});
