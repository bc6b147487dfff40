/** However the bytes are cut, the messages are the same; and events are the parser's own. */
import { readFileSync } from "node:fs";
import { createParser } from "eventsource-parser";
import { describe, expect, it } from "vitest";
import { Dice } from "../dice.ts";
import { decode } from "./decoding.ts";

const encoder = new TextEncoder();

const nasty =
  "\uFEFF: hi\r\n\r\nid: 1\r\ndata: ünïcode 😀\r\n\r\n\uFEFFdata: no\rdata: a\rdata\r\rid: x\0y\nid: ü\nevent: e\n\nretry: 10\nretry: x\n" +
  "Data: z\n:c\n\n\n\r\n\revent: p\ndata: [DONE]\n\ndata:  b\n\ndata: rest\r";

describe("every cut gives the same messages", () => {
  const streams: [string, Uint8Array][] = [["a stream of every oddity", encoder.encode(nasty)]];
  for (const name of ["nchan-sse", "nchan-sse_lastid", "nchan-sse_ping", "sse-better-sse", "sse-fastify"])
    streams.push([name, recordedBytes(name)]);

  it.each(streams)("%s: cut in two at every byte", (_, bytes) => {
    const whole = decode([bytes]);
    expect(whole.length).toBeGreaterThan(2);
    for (let at = 1; at < bytes.length; at += 1)
      expect(decode([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  });

  it.each(streams)("%s: one byte at a time", (_, bytes) => {
    expect(decode(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(decode([bytes]));
  });
});

describe("random streams", () => {
  const pieces = [
    "\r",
    "\n",
    "\r\n",
    "\n\n",
    "data: x",
    "data",
    ":",
    "id: 7",
    "id",
    "event: e",
    "retry: 5",
    "ü",
    "\0",
    " ",
    "\uFEFF",
  ];

  it("never throw, are the same at any cut, and give the events that eventsource-parser gives", () => {
    const dice = new Dice(20260101);
    for (let round = 0; round < 500; round += 1) {
      const text = Array.from({ length: 30 }, () => dice.pick(pieces)).join("");
      const bytes = encoder.encode(text);
      const whole = decode([bytes]);
      expect(decode(randomSlices(bytes, dice))).toEqual(whole);
      const dispatched = whole.flatMap((m) =>
        m.kind === "event" ? [{ id: m.ownId, type: m.channel, data: m.data }] : [],
      );
      expect(dispatched).toEqual(parsed(text));
    }
  });

  it("never throw on any bytes", () => {
    const dice = new Dice(7);
    for (let round = 0; round < 300; round += 1) {
      const bytes = dice.bytes(200);
      expect(decode(randomSlices(bytes, dice))).toEqual(decode([bytes]));
    }
  });
});

function parsed(text: string): { id: string | undefined; type: string; data: string }[] {
  const found: { id: string | undefined; type: string; data: string }[] = [];
  const parser = createParser({ onEvent: ({ id, event, data }) => found.push({ id, type: event ?? "message", data }) });
  parser.feed(text);
  return found;
}

function randomSlices(bytes: Uint8Array, dice: Dice): Uint8Array[] {
  const slices: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + dice.below(9);
    slices.push(bytes.subarray(at, at + size));
    at += size;
  }
  return slices;
}

/** All bytes of the recorded streams that the recording holds whole. */
function recordedBytes(name: string): Uint8Array {
  const file = new URL(`../../fixtures/transcripts/${name}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const chunks = lines.map((line) => JSON.parse(line)).filter((line) => line.layer === "sse-chunk" && !line.truncated);
  return encoder.encode(chunks.map((chunk) => chunk.data).join(""));
}
