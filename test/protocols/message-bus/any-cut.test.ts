/** However the bytes are cut, the messages are the same. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatBlock } from "../../../src/protocols/message-bus/blocks.ts";
import { Dice } from "../dice.ts";
import { block, bytesOf, decodeReply, decodeRequest, item, jsonType, status } from "./polls.ts";

const nasty =
  block() +
  block(item("/ü", 1, "😀 \r\n|\r\n in a string"), item("/b", 2, { "]": '[{\\"' })) +
  "not json\r\n|\r\n" +
  "[1,\r\n||\r\n2]\r\n|\r\n" +
  "\r\n|\r\n" +
  block(status({ "/ü": 3 })) +
  "[]\r\n|";

function recordedBytes(name: string): Uint8Array {
  const file = new URL(`../../fixtures/transcripts/${name}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  const texts = lines.map((line) => JSON.parse(line) as { dir: string; layer: string; data?: string });
  return bytesOf(
    texts.map(({ dir, layer, data }) => (dir === "in" && layer === "body-chunk" ? (data ?? "") : "")).join(""),
  );
}

describe("every cut gives the same messages", () => {
  const streams: [string, Uint8Array][] = [["every oddity", bytesOf(nasty)]];
  for (const name of ["client-mb-redis-chunked", "client-mb-memory-subscribe_while_polling"])
    streams.push([name, recordedBytes(name)]);

  it.each(streams)("%s: cut in two at every byte", (_, bytes) => {
    const whole = decodeReply([bytes]);
    expect(whole.length).toBeGreaterThan(4);
    for (let at = 1; at < bytes.length; at += 1)
      expect(decodeReply([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(whole);
  });

  it.each(streams)("%s: one byte at a time", (_, bytes) => {
    expect(decodeReply(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(decodeReply([bytes]));
  });

  it("of a reply in one piece and of a poll, too", () => {
    const reply = bytesOf(`[${item("/ü", 1, "😀")},${status({ "/ü": 1 })}]`);
    const poll = bytesOf("%2Fa=1&/ü=-1&__seq=7");
    for (let at = 1; at < reply.length; at += 1)
      expect(decodeReply([reply.subarray(0, at), reply.subarray(at)], jsonType)).toEqual(
        decodeReply([reply], jsonType),
      );
    for (let at = 1; at < poll.length; at += 1)
      expect(decodeRequest([poll.subarray(0, at), poll.subarray(at)])).toEqual(decodeRequest([poll]));
  });
});

describe("random streams", () => {
  const pieces = [
    "\r\n|\r\n",
    "\r",
    "\n",
    "|",
    "[",
    "]",
    '"',
    "{}",
    "[]",
    block(item("/a", 1, "x")),
    "ü",
    "\r\n||\r\n",
  ];

  it.each(Array.from({ length: 40 }, (_, seed) => seed))("seed %i", (seed) => {
    const dice = new Dice(seed);
    const bytes = bytesOf(Array.from({ length: 40 }, () => dice.pick(pieces)).join(""));
    const slices: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + dice.below(9);
      slices.push(bytes.subarray(at, at + size));
      at += size;
    }
    expect(decodeReply(slices)).toEqual(decodeReply([bytes]));
  });

  it("of bytes that are nothing at all never throw", () => {
    const dice = new Dice(7);
    for (let turn = 0; turn < 200; turn += 1) {
      const slices = [dice.bytes(40), dice.bytes(40)];
      for (const message of [...decodeReply(slices), ...decodeReply(slices, jsonType), ...decodeRequest(slices)])
        expect(message.kind).not.toBe("message");
    }
  });
});

it("what is written as a block is read as the batch that it was", () => {
  const dice = new Dice(3);
  for (let turn = 0; turn < 100; turn += 1) {
    const data = dice.text('a"\\{}[],:|\r\nü😀 ', 12);
    const items = [item("/a", 1, data), item("/b", 2, { [data]: [data] })];
    const read = decodeReply([formatBlock(`[${items.join(",")}]`)]);
    expect(read.map((message) => message.raw)).toEqual(items);
  }
});
