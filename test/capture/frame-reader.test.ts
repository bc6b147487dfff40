/** Frames as they were written, read back: whole, in part, and those that an entry came from. */
import { describe, expect, test } from "vitest";
import type { Frame, RequestHead } from "../../src/model/frame.ts";
import { newCapture } from "./capture-files.ts";

const at = 1_795_577_369_233.125;

const head: RequestHead = {
  method: "GET",
  url: "ws://host/cable?token=abc",
  httpVersion: "1.1",
  headers: [["Cookie", "a=secret"]],
};

const frames: readonly (readonly [name: string, frame: Frame])[] = [
  ["text", { kind: "text", direction: "received", data: "héllo \u{1f600}" }],
  ["empty text", { kind: "text", direction: "sent", data: "" }],
  ["text with a NUL character", { kind: "text", direction: "received", data: "before\0after" }],
  ["text that is not UTF-8", { kind: "text", direction: "received", data: Uint8Array.of(0x61, 0xff) }],
  ["binary", { kind: "binary", direction: "sent", data: Uint8Array.of(0, 1, 2, 255) }],
  ["empty binary", { kind: "binary", direction: "received", data: new Uint8Array(0) }],
  ["chunk of text", { kind: "chunk", direction: "received", data: "data: 1\n\n" }],
  ["chunk of bytes", { kind: "chunk", direction: "received", data: Uint8Array.of(100, 97) }],
  ["ping", { kind: "ping", direction: "received", data: "beat" }],
  ["pong", { kind: "pong", direction: "sent", data: Uint8Array.of(1) }],
  ["close", { kind: "close", direction: "received", data: "bye", code: 1001 }],
  ["close without a code", { kind: "close", direction: "sent", data: "" }],
];

describe("frames", () => {
  test.each(frames)("%s comes back as it was", (_name, frame) => {
    const capture = newCapture();
    const id = capture.frame(at, 7, frame);
    expect(capture.reader.frames.get(id)).toEqual({ id, at, connection: 7, code: undefined, ...frame });
  });

  test("heads come back as JSON, masked", () => {
    const capture = newCapture();
    const id = capture.frame(at, 1, { kind: "request", direction: "sent", head });
    expect(JSON.parse(String(capture.reader.frames.get(id)?.data))).toEqual({
      ...head,
      url: "ws://host/cable?token=redacted-3-characters",
      headers: [["Cookie", "a=redacted-6-characters"]],
    });
  });

  test("are numbered from 1, whatever the batches", () => {
    const capture = newCapture();
    const ids = Array.from({ length: 100 }, (_, n) => capture.frame(at + n, 1, text(`frame ${n}`)));
    expect(ids).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
    expect(capture.reader.frames.get(50)?.data).toBe("frame 49");
    expect(capture.reader.frames.get(100)?.data).toBe("frame 99");
    expect(capture.reader.frames.get(101)).toBeUndefined();
  });

  test("only the wished part of a large one is read", () => {
    const capture = newCapture();
    const id = capture.frame(at, 1, text("é".repeat(100_000)));
    expect(capture.reader.frames.part(id, 3)).toMatchObject({ data: "ééé", sizeBytes: 200_000 });
    const bytes = capture.frame(at, 1, { kind: "binary", direction: "sent", data: new Uint8Array(5_000) });
    expect(capture.reader.frames.part(bytes, 2)).toMatchObject({ data: new Uint8Array(2), sizeBytes: 5_000 });
  });
});

describe("the frames of an entry", () => {
  test("those of the other direction and of other connections do not count", () => {
    const capture = newCapture();
    capture.frame(at, 1, text("a"));
    capture.frame(at, 1, { kind: "ping", direction: "sent", data: "" });
    capture.frame(at, 2, text("other"));
    capture.frame(at, 1, text("b"));
    const seq = capture.message(at, 1, "received", "message", { kind: "event", raw: "ab" }, 1, 4, 2);
    expect(capture.reader.frames.of(entry(seq), 4)).toEqual({ count: 2, ids: [1, 4] });

    function entry(number: number) {
      const found = capture.reader.entry(number);
      if (!found) throw new Error("no entry");
      return found;
    }
  });

  test("of many the first and the last few are named, each once", () => {
    const capture = newCapture();
    for (let n = 0; n < 9; n += 1) capture.frame(at, 1, text(String(n)));
    const ids = (last: number) => {
      const seq = capture.message(at, 1, "received", "message", { kind: "event", raw: "" }, 1, last, 0);
      const entry = capture.reader.entry(seq);
      return entry && capture.reader.frames.of(entry, 3);
    };
    expect(ids(9)).toEqual({ count: 9, ids: [1, 2, 3, 7, 8, 9] });
    expect(ids(5)).toEqual({ count: 5, ids: [1, 2, 3, 4, 5] });
    expect(ids(2)).toEqual({ count: 2, ids: [1, 2] });
  });

  test("events have none", () => {
    const capture = newCapture();
    const seq = capture.event(at, 1, { kind: "wentStale", level: "warning", title: "", explanation: "" });
    const entry = capture.reader.entry(seq);
    expect(entry && capture.reader.frames.of(entry, 3)).toEqual({ count: 0, ids: [] });
  });
});

function text(data: string): Frame {
  return { kind: "text", direction: "received", data };
}
