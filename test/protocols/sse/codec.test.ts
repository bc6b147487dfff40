import { describe, expect, it } from "vitest";
import type { FrameData, HeaderList } from "../../../src/model/frame.ts";
import { maxBodyLength } from "../../../src/protocols/sse/body-decoder.ts";
import { createDecoder, readMessage } from "../../../src/protocols/sse/codec.ts";
import type { SseMessage } from "../../../src/protocols/sse/messages.ts";
import { httpHandshake } from "../handshakes.ts";
import { decode, events } from "./decoding.ts";

describe("which decoder reads what", () => {
  const body = (headers: HeaderList, status = 200) => createDecoder("received", httpHandshake({ status, headers }));

  it("case 21: the content type decides, parameters and case aside", () => {
    const chunk = { kind: "chunk", direction: "received", data: "data: a\n\n" } as const;
    for (const type of ["text/event-stream", "text/event-stream; charset=utf-8", "Text/Event-Stream;x=y"])
      expect(body([["content-type", type]]).decode(chunk)).toMatchObject([{ kind: "event" }]);
    for (const headers of [
      [],
      [["Content-Type", "text/plain"]],
      [["Content-Type", "text/event-streams"]],
    ] as HeaderList[]) {
      const decoder = body(headers);
      expect(decoder.decode(chunk)).toEqual([]);
      expect(decoder.end()).toEqual([{ kind: "body", text: "data: a\n\n", raw: "data: a\n\n" }]);
    }
  });

  it("reads a refusal's body whole, in any slices", () => {
    const decoder = body([["Content-Type", "application/json"]], 500);
    for (const byte of new TextEncoder().encode('{"error":"ü"}'))
      decoder.decode({ kind: "chunk", direction: "received", data: Uint8Array.of(byte) });
    expect(decoder.holdsPart?.()).toBe(true);
    expect(decoder.end()).toMatchObject([{ kind: "body", text: '{"error":"ü"}' }]);
  });

  it("tells a body once, as soon as it is too long to keep", () => {
    const decoder = body([["Content-Type", "text/html"]]);
    const chunk = (data: string) => decoder.decode({ kind: "chunk", direction: "received", data });
    expect(chunk("x".repeat(maxBodyLength - 1))).toEqual([]);
    const [message] = chunk("yz");
    expect(message?.raw).toHaveLength(maxBodyLength);
    expect(chunk("more")).toEqual([]);
    expect(decoder.end()).toEqual([]);
  });

  it("says nothing of an empty body", () => {
    expect(body([], 204).end()).toEqual([]);
  });

  it("shows what the client posted", () => {
    const decoder = createDecoder("sent", httpHandshake({ method: "POST" }));
    const data = new TextEncoder().encode('{"stream":true}');
    expect(decoder.decode({ kind: "chunk", direction: "sent", data })).toEqual([
      { kind: "request_body", text: '{"stream":true}' },
    ]);
    expect(decoder.end()).toEqual([]);
  });

  it("reads Last-Event-ID as UTF-8, whether the headers are text or bytes", () => {
    for (const value of ["é€", "\xc3\xa9\xe2\x82\xac"])
      expect(events(decode(["data: a\n\n"], [["last-event-id", value]]))).toEqual([["message", "a", "é€"]]);
    expect(events(decode(["data: a\n\n"], [["last-event-id", "\xe9"]]))).toEqual([["message", "a", "é"]]);
  });
});

describe("reading a stored message again", () => {
  const stored = (message: SseMessage, frameData: FrameData) =>
    readMessage({
      kind: message.kind,
      direction: message.kind === "request_body" ? "sent" : "received",
      frameKind: "chunk",
      data: message.raw ?? frameData,
      channel: message.channel,
      eventId: message.eventId,
    });

  it("gives the same message, whatever it was", () => {
    const stream =
      "\uFEFF: c\r\n\r\nid: 1\ndata: a\n\ndata: sticky\n\nid\n\nid: 9\nevent: none\n\n\n\uFEFFdata: x\ndata: y\rdata: z\r\r" +
      "retry: 5\nretry: x\nid: a\0\nevent: ping\ndata: p\n\nevent: e\ndata: [DONE]\n\n:k\nevent: ping\n\ndata: rest";
    const messages = decode([stream]);
    expect(new Set(messages.map((message) => message.kind)).size).toBe(12);
    for (const message of messages) expect(stored(message, "")).toEqual(message);
  });

  it("reads bodies of both directions again", () => {
    const [body] = [{ kind: "body", text: "<p>", raw: "<p>" }] as const;
    expect(stored(body, "")).toEqual(body);
    const posted: SseMessage = { kind: "request_body", text: "ü" };
    expect(stored(posted, new TextEncoder().encode("ü"))).toEqual(posted);
  });

  it("reads a block that was given up again", () => {
    const [message] = decode([`data: ${"x".repeat(17 * 1024 * 1024)}`]);
    expect(message && stored(message, "")).toEqual(message);
  });

  it("calls malformed what cannot be read as what it was called", () => {
    const message = readMessage({ kind: "event", direction: "received", frameKind: "chunk", data: ": no event" });
    expect(message).toMatchObject({ kind: "malformed", raw: ": no event" });
  });
});
