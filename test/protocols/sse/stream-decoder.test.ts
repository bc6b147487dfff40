import { describe, expect, it } from "vitest";
import { keptOfLongBlock, maxBlockLength, SseStreamDecoder } from "../../../src/protocols/sse/stream-decoder.ts";
import { data, decode, events, kinds } from "./decoding.ts";

describe("lines", () => {
  it("case 2: a CRLF cut in two is one line end", () => {
    expect(data(decode(["data: A\r\ndata: B\r", "\ndata: C\r\n\r\n"]))).toEqual(["A\nB\nC"]);
  });

  it("case 3: line ends may be mixed", () => {
    expect(data(decode(["data: A\r\n\ndata: B\n\r\n"]))).toEqual(["A", "B"]);
  });

  it("case 5: CR alone ends lines", () => {
    expect(data(decode(["data: A\r\rdata: B\r\r"]))).toEqual(["A", "B"]);
  });

  it("case 5: the last event of a CR-only stream comes with its own slice, not with the next", () => {
    const decoder = new SseStreamDecoder("");
    const messages = decoder.decode({ kind: "chunk", direction: "received", data: "data: A\r\r" });
    expect(data(messages)).toEqual(["A"]);
  });

  it("shows blank lines that end nothing", () => {
    expect(kinds(decode(["\ndata: a\n\n\n"]))).toEqual(["blank", "event", "blank"]);
  });
});

describe("bytes", () => {
  it("case 1: one byte order mark is dropped at the very start, in any slices", () => {
    const expected = [["message", "a", ""]];
    for (const slices of [[[0xef, 0xbb, 0xbf]], [[0xef], [0xbb], [0xbf]], [[], [0xef, 0xbb], [0xbf]]]) {
      const messages = decode([...slices.map((bytes) => Uint8Array.from(bytes)), "data: a\n\n"]);
      expect(kinds(messages)).toEqual(["bom", "event"]);
      expect(events(messages)).toEqual(expected);
    }
  });

  it("case 1: a second byte order mark makes its line's field unknown", () => {
    const messages = decode(["\uFEFF\uFEFFdata: lost\ndata: a\n\n"]);
    expect(messages).toContainEqual({
      kind: "unknown_field",
      field: "\uFEFFdata",
      value: "lost",
      raw: "\uFEFFdata: lost",
    });
    expect(data(messages)).toEqual(["a"]);
  });

  it("case 1: a byte order mark later in the stream is no mark either", () => {
    expect(kinds(decode(["data: a\n\n", "\uFEFFdata: b\n\n"]))).toEqual(["event", "unknown_field"]);
  });

  it("case 13: a character cut in two stays whole", () => {
    const bytes = new TextEncoder().encode("data: €\n\n");
    expect(data(decode([bytes.subarray(0, 7), bytes.subarray(7)]))).toEqual(["€"]);
  });

  it("keeps an event whose bytes are not UTF-8, with replacement characters", () => {
    const messages = decode(["data: a", Uint8Array.of(0xff, 0xc3), "b\n\n"]);
    expect(data(messages)).toEqual(["a\uFFFD\uFFFDb"]);
  });
});

describe("fields", () => {
  it("case 17: one space is dropped, no colon means empty, names are case-sensitive", () => {
    const messages = decode(["data:x\n\ndata:  y\n\ndata\n\nData: z\n\n"]);
    expect(data(messages)).toEqual(["x", " y", ""]);
    expect(messages.at(-1)).toEqual({ kind: "unknown_field", field: "Data", value: "z", raw: "Data: z" });
  });

  it("case 18: data lines join with LF, empty ones too", () => {
    expect(data(decode(["data: a\ndata\ndata: b\ndata:\n\n"]))).toEqual(["a\n\nb\n"]);
  });

  it.each([
    ["data\n\n", [["message", "", ""]]],
    ["data:\n\n", [["message", "", ""]]],
    ["data\ndata\n\n", [["message", "\n", ""]]],
    ["data: a\ndata: b\n\n", [["message", "a\nb", ""]]],
    ["event: open\ndata: x\n\n", [["open", "x", ""]]],
    ["event: a\nevent:\ndata: x\n\n", [["message", "x", ""]]],
    ['data: {"a":\ndata: 1}\n\n', [["message", '{"a":\n1}', ""]]],
    ["data : x\n\n", []],
    ["id: 7\nid\ndata: 3\n\n", [["message", "3", ""]]],
  ])("reads %j as the standard does", (stream, expected) => {
    expect(events(decode([stream]))).toEqual(expected);
  });

  it("case 8: an id sticks for events without one", () => {
    const messages = decode(["id: 1\ndata: a\n\ndata: b\n\n"]);
    expect(events(messages)).toEqual([
      ["message", "a", "1"],
      ["message", "b", "1"],
    ]);
    expect(messages).toMatchObject([{ ownId: "1" }, { ownId: undefined }]);
  });

  it("starts with the id that the request asked for, as browsers do", () => {
    expect(events(decode(["data: a\n\n"], [["Last-Event-ID", "9"]]))).toEqual([["message", "a", "9"]]);
  });

  it("case 6: an id with U+0000 is ignored and shown", () => {
    const messages = decode(["id: 123\nid: 4\0\ndata: a\n\n"]);
    expect(kinds(messages)).toEqual(["invalid_id", "event"]);
    expect(events(messages)).toEqual([["message", "a", "123"]]);
  });

  it("case 7: only digits are a reconnection time", () => {
    const messages = decode(["retry: 10s\nretry: -5\nretry:\nretry: 2500\ndata: a\n\n"]);
    expect(messages).toMatchObject([
      { kind: "invalid_retry", value: "10s" },
      { kind: "invalid_retry", value: "-5" },
      { kind: "invalid_retry", value: "" },
      { kind: "retry", retryMs: 2500 },
      { kind: "event", data: "a" },
    ]);
  });

  it("names an unknown field whole, even when its line came in pieces that the parser would have thrown away", () => {
    const messages = decode(["xy", "z: ", "1", "\n\n"]);
    expect(messages).toEqual([{ kind: "unknown_field", field: "xyz", value: "1", raw: "xyz: 1" }]);
  });
});

describe("blocks", () => {
  it("case 16: comments are no events but can be seen, at once and without a blank line", () => {
    const decoder = new SseStreamDecoder("");
    const first = decoder.decode({ kind: "chunk", direction: "received", data: ": ping\n" });
    expect(first).toEqual([{ kind: "comment", text: "ping", heartbeat: true, raw: ": ping" }]);
    expect(decoder.decode({ kind: "chunk", direction: "received", data: "\n: ping\n\n" })).toHaveLength(1);
    expect(decoder.end()).toEqual([]);
  });

  it("an id without data is no event, but counts", () => {
    const messages = decode(["id: 5\n\ndata: a\n\nid\n\ndata: b\n\n"]);
    expect(messages).toMatchObject([
      { kind: "id", ownId: "5", eventId: "5", raw: "id: 5\n" },
      { kind: "event", eventId: "5" },
      { kind: "id", ownId: "", eventId: undefined },
      { kind: "event", eventId: undefined },
    ]);
  });

  it("a type without data is shown as what it is: nothing", () => {
    expect(decode(["event: x\n\ndata: a\n\n"])).toMatchObject([
      { kind: "event_without_data", channel: "x", heartbeat: undefined },
      { kind: "event", channel: "message" },
    ]);
  });

  it("takes a comment with a type and no data for the keepalive that it is in nchan", () => {
    expect(decode([":ping\nevent: ping\n\n"])).toMatchObject([
      { kind: "comment" },
      { kind: "event_without_data", channel: "ping", heartbeat: true },
    ]);
  });

  it("takes small events called ping or heartbeat for signs of life", () => {
    expect(decode(['event: ping\ndata: {"type": "ping"}\n\nevent: pinged\ndata: x\n\n'])).toMatchObject([
      { kind: "event", heartbeat: true },
      { kind: "event", heartbeat: undefined },
    ]);
  });

  it("knows the end of a language model's stream", () => {
    expect(decode(['data: {"a":1}\n\ndata: [DONE]\n\n'])).toMatchObject([
      { kind: "event" },
      { kind: "done", channel: "message" },
    ]);
  });

  it("case 15: a block without its blank line is dropped by the standard, and shown as unfinished", () => {
    const messages = decode(["data: a\n\ndata: b\n"]);
    expect(data(messages)).toEqual(["a"]);
    expect(messages.at(-1)).toEqual({ kind: "unfinished", raw: "data: b\n" });
    expect(decode(["data: b"])).toEqual([{ kind: "unfinished", raw: "data: b" }]);
  });

  it("calls nothing unfinished that took effect already", () => {
    expect(kinds(decode([": bye\nretry: 5\n"]))).toEqual(["comment", "retry"]);
  });

  it("gives a message its own text, with the line ends inside and without the one that completed it", () => {
    expect(decode(["id: 1\r\ndata: a\r\n\r\n"])).toMatchObject([{ raw: "id: 1\r\ndata: a\r\n" }]);
    expect(decode(["id: 1\rdata: a\r\r"])).toMatchObject([{ raw: "id: 1\rdata: a\r" }]);
  });
});

describe("case 22: a block without end", () => {
  const slice = "x".repeat(1024 * 1024);

  it("is given up at the limit while it comes, and reading goes on after the next blank line", () => {
    const decoder = new SseStreamDecoder("");
    const feed = (text: string) => decoder.decode({ kind: "chunk", direction: "received", data: text });
    feed("id: 1\ndata: ");
    const messages = [];
    for (let i = 0; i < 40; i += 1) messages.push(...feed(slice));
    expect(kinds(messages)).toEqual(["malformed"]);
    expect(messages[0]?.raw).toHaveLength(keptOfLongBlock);
    expect(decoder.holdsPart()).toBe(true);
    expect(feed("\nid: 3\ndata: still the same block\n")).toEqual([]);
    expect(feed("\nid: 4\ndata: next\n\n")).toMatchObject([{ kind: "event", data: "next", eventId: "4" }]);
  });

  it("counts the lines of a block together", () => {
    const block = `data: ${slice}\n`.repeat(17);
    expect(kinds(decode([block, "\ndata: a\n\n"]))).toEqual(["malformed", "event"]);
  });

  it("takes a block that just fits", () => {
    const fits = `data:${"x".repeat(maxBlockLength - 6)}`;
    expect(kinds(decode([fits, "\n\n"]))).toEqual(["event"]);
  });
});
