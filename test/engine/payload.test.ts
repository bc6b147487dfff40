import { describe, expect, test } from "vitest";
import { bytesOf, entryOf } from "../../src/engine/details.ts";
import { previousInChannel } from "../../src/engine/earlier.ts";
import { layOutJson } from "../../src/engine/json-layout.ts";
import { MessageReader } from "../../src/engine/message-reader.ts";
import { payloadDocument } from "../../src/engine/payload-text.ts";
import { languageOf } from "../../src/engine/text-language.ts";
import { websocket } from "../../src/protocols/websocket/index.ts";
import { newCapture } from "../capture/capture-files.ts";

function captureOf(...texts: readonly (string | Uint8Array)[]) {
  const capture = newCapture();
  for (const data of texts) {
    const kind = typeof data === "string" ? "text" : "binary";
    const id = capture.frame(1, 1, { kind, direction: "received", data });
    capture.message(1, 1, "received", "message", { kind }, id, id, Buffer.byteLength(data));
  }
  return capture;
}

describe("the language of a text", () => {
  test.each([
    ['{"a":1}', "json"],
    ["  [1]", "json"],
    ["<!doctype html><html></html>", "html"],
    ['<turbo-stream action="append"></turbo-stream>', "html"],
    ["<!-- hello --><div>x</div>", "html"],
    ['<?xml version="1.0"?><feed/>', "xml"],
    ["<svg><path/></svg>", "xml"],
    ["(function () { return 1 })()", "javascript"],
    ["const a = 1;", "javascript"],
    ["export default {}", "javascript"],
    ["letting go", "plaintext"],
    ["< 3 apples", "plaintext"],
    ["", "plaintext"],
  ])("%s", (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});

describe("JSON that is laid out unread", () => {
  const laidOut = (text: string) => [...layOutJson(text)].join("");

  test("looks as if it had been read", () => {
    const value = { a: [1, { b: 'say "}" \\' }, [], {}], "k:": null, long: "x".repeat(600_000), far: [true, false] };
    expect(laidOut(JSON.stringify(value))).toBe(`${JSON.stringify(value, null, 2)}\n`);
    expect(laidOut(JSON.stringify(value, null, 5))).toBe(`${JSON.stringify(value, null, 2)}\n`);
  });

  test("keeps numbers as they are written, and the rest of what is cut off", () => {
    expect(laidOut('{"id":9007199254740993,"x":1.0')).toBe('{\n  "id": 9007199254740993,\n  "x": 1.0\n');
    expect(laidOut('{"open":"never clos')).toBe('{\n  "open": "never clos\n');
  });
});

describe("a payload of 50 MB", () => {
  test("opens laid out, and everything else has its turn meanwhile", { timeout: 60_000 }, async () => {
    const item = `{"body":"${"x".repeat(1000)}","list":[1,2,3]}`;
    const text = `[${Array.from({ length: 50_000 }, () => item).join(",")}]`;
    const capture = captureOf(text);
    let turns = 0;
    let busy = true;
    const count = (): void => {
      turns += 1;
      if (busy) setImmediate(count);
    };
    setImmediate(count);
    const document = await payloadDocument(1, capture.reader, new MessageReader(capture.reader, websocket));
    busy = false;
    expect(document.extension).toBe("json");
    expect(document.text.startsWith('[\n  {\n    "body": "xxx')).toBe(true);
    expect(document.text.endsWith("]\n  }\n]\n")).toBe(true);
    expect(turns).toBeGreaterThan(150);
  });
});

describe("an entry's bytes, page by page", () => {
  test("go on where the excerpt ends, count in bytes, and are at most 64 KiB at once", () => {
    const text = "ä".repeat(100_000);
    const { reader } = captureOf(text);
    const page = bytesOf(1, { from: 65_537, count: 10 }, reader);
    expect(page).toEqual({
      from: 65_537,
      sizeBytes: 200_000,
      base64: Buffer.from(text).subarray(65_537, 65_547).toString("base64"),
    });
    expect(Buffer.from(bytesOf(1, { from: 0, count: 1e9 }, reader).base64, "base64")).toHaveLength(65_536);
    expect(bytesOf(1, { from: 300_000, count: 5 }, reader).base64).toBe("");
    expect(bytesOf(1, { from: -4, count: Number.NaN }, reader)).toMatchObject({ from: 0, base64: "" });
  });

  test("are a message's own where it is not one frame", () => {
    const capture = newCapture();
    const id = capture.frame(1, 1, { kind: "chunk", direction: "received", data: "id: 1\ndata: two\n\n" });
    const seq = capture.message(1, 1, "received", "message", { kind: "event", raw: "data: two" }, id, id, 9);
    expect(bytesOf(seq, { from: 6, count: 3 }, capture.reader)).toEqual({ from: 6, sizeBytes: 9, base64: "dHdv" });
  });

  test("of a row that is gone are refused with a sentence", () => {
    expect(() => bytesOf(9, { from: 0, count: 1 }, captureOf("a").reader)).toThrow("Row 9 is not in this capture");
  });
});

describe("the message before on the same channel", () => {
  test("is the nearest of its kind, direction and channel, however far away", async () => {
    const capture = newCapture();
    const say = (channel: string | undefined, kind = "message", direction: "sent" | "received" = "received") => {
      const id = capture.frame(1, 1, { kind: "text", direction, data: "{}" });
      return capture.message(1, 1, direction, "message", { kind, channel }, id, id, 2);
    };
    const first = say("a");
    say("b");
    say("a", "confirm");
    say("a", "message", "sent");
    const bare = say(undefined);
    for (let n = 0; n < 60_000; n += 1) say("c");
    const earlierThan = (seq: number) =>
      previousInChannel(entryOf(seq, capture.reader), capture.reader, () => capture.firstSeq);
    const last = say("a");
    expect(await earlierThan(last)).toEqual({ seq: first, searched: last - first, complete: true });
    expect(await earlierThan(say(undefined))).toMatchObject({ seq: bare });
    expect(await earlierThan(first)).toEqual({ searched: 0, complete: true });
    expect(await earlierThan(say("new"))).toEqual({ searched: capture.entries - 1, complete: true });
  });
});
