import { readFileSync } from "node:fs";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from "node:zlib";
import { ExtData, encode as encodeMessagePack } from "@msgpack/msgpack";
import { encode as encodeCbor, Tag } from "cbor2";
import { describe, expect, test } from "vitest";
import type { Guess } from "../../src/bridge/rows.ts";
import { guessesFrom } from "../../src/engine/guess/guess.ts";
import { guessesOf } from "../../src/engine/guess/guesses.ts";
import { websocket } from "../../src/protocols/websocket/index.ts";
import { Dice } from "../protocols/dice.ts";

const order = {
  id: 88213,
  customer: { name: "Ana Müller", vip: true, since: null },
  items: [
    { sku: "A-1", count: 2, price: 9.5 },
    { sku: "B-7", count: 1, price: 120 },
  ],
  tags: ["new", "paid"],
};
const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"));
const titles = (bytes: Uint8Array) => guessesFrom(bytes).map(({ title }) => title);
const valueIn = (guesses: readonly Guess[]) => JSON.parse(guesses[0]?.json ?? "null");

describe("MessagePack", () => {
  test("is read with its maps, lists, numbers and text", () => {
    const guesses = guessesFrom(encodeMessagePack(order));
    expect(guesses.map(({ title }) => title)).toEqual(["MessagePack"]);
    expect(valueIn(guesses)).toEqual(order);
  });

  test("shows what JSON has no word for: bytes, moments, extensions, integers beyond 2^53", () => {
    const guesses = guessesFrom(
      encodeMessagePack(
        {
          blob: Uint8Array.of(255, 0, 1),
          at: new Date(Date.UTC(2026, 10, 25)),
          ext: new ExtData(5, Uint8Array.of(9)),
          far: 9007199254740993n,
        },
        { useBigInt64: true },
      ),
    );
    expect(guesses[0]?.json).toBe(
      '{"blob":"bytes(3) ff 00 01","at":"2026-11-25T00:00:00.000Z","ext":{"extension 5":"bytes(1) 09"},"far":9007199254740993}',
    );
  });

  test("is not seen where a byte is left, one is missing, or text is not UTF-8", () => {
    const bytes = encodeMessagePack(order);
    expect(titles(Uint8Array.of(...bytes, 1))).toEqual([]);
    expect(titles(bytes.subarray(0, -1))).toEqual([]);
    expect(titles(bytesOf("81 a4 6e616d65 a3 ff6162"))).toEqual([]);
  });

  test("is not seen in numbers, which chance makes everywhere", () => {
    expect(titles(encodeMessagePack([1, 2, 3, 400, -5]))).toEqual([]);
    expect(titles(encodeMessagePack(7))).toEqual([]);
  });
});

describe("CBOR", () => {
  test("is read, and said where it says so itself", () => {
    const guesses = guessesFrom(encodeCbor(order));
    expect(guesses.map(({ title }) => title)).toEqual(["CBOR"]);
    expect(valueIn(guesses)).toEqual(order);
    const selfDescribed = guessesFrom(Uint8Array.of(0xd9, 0xd9, 0xf7, ...encodeCbor([1, 2])));
    expect(selfDescribed).toMatchObject([{ title: "CBOR", json: "[1,2]", why: expect.stringContaining("own tag") }]);
  });

  test("shows tags, and numbers as keys (COSE, RFC 9052)", () => {
    const value = new Map<unknown, unknown>([
      [1, -7],
      [4, new Tag(4000, "key-one")],
    ]);
    expect(guessesFrom(encodeCbor(value))[0]?.json).toBe('{"1":-7,"4":{"tag 4000":"key-one"}}');
  });

  test("is not seen where a byte is left or missing", () => {
    const bytes = encodeCbor(order);
    expect(titles(Uint8Array.of(...bytes, 1))).toEqual([]);
    expect(titles(bytes.subarray(0, -1))).toEqual([]);
  });
});

describe("protobuf without its schema", () => {
  // From protobuf.dev/programming-guides/encoding: field 1 is 150, field 2 "testing", field 3 a message whose field 1 is 150.
  const message = bytesOf("08 96 01 12 07 74657374696e67 1a 03 08 96 01");

  test("is read as field numbers with their wire types", () => {
    const guesses = guessesFrom(message);
    expect(guesses.map(({ title }) => title)).toEqual(["protobuf"]);
    expect(valueIn(guesses)).toEqual({
      "1 varint": "150 · zigzag 75",
      "2 string": "testing",
      "3 message": { "1 varint": "150 · zigzag 75" },
    });
  });

  test("shows what a number could mean, and gathers what repeats", () => {
    const negative = "08 feffffffffffffffff01";
    const fixed = "15 0000c03f 19 000000000000f83f";
    const words = "22 05 616c706861 22 04 62657461 22 05 67616d6d61 22 05 64656c7461 2a 06 6f6d65676121";
    expect(valueIn(guessesFrom(bytesOf(`${negative} ${fixed} ${words}`)))).toEqual({
      "1 varint": "18446744073709551614 · signed -2 · zigzag 9223372036854775807",
      "2 fixed32": "1069547520 · float 1.5",
      "3 fixed64": "4609434218613702656 · double 1.5",
      "4 string": ["alpha", "beta", "gamma", "delta"],
      "5 string": "omega!",
    });
  });

  test("is not seen where a field is cut off, numbered 0, or of a wire type that does not exist", () => {
    expect(titles(message.subarray(0, -1))).toEqual([]);
    expect(titles(Uint8Array.of(...message, 0x00, 0x01))).toEqual([]);
    expect(titles(Uint8Array.of(...message, 0x0f, 0x01))).toEqual([]);
  });
});

describe("no guess is made", () => {
  test("on random bytes of any length", () => {
    const random = new Dice(42);
    for (let length = 1; length <= 120; length += 1) {
      for (let round = 0; round < 300; round += 1) {
        const bytes = Uint8Array.from({ length }, () => random.below(256));
        expect(guessesFrom(bytes), Buffer.from(bytes).toString("hex")).toEqual([]);
      }
    }
  });

  test("on text in UTF-8, whatever its script", () => {
    const texts = ["", "a", "hello", "Grüße aus Köln\n", "こんにちは世界", '{"a":1}', "\ttabbed\r\n", "🎉🎉🎉", "%PDF"];
    for (const text of texts) expect(titles(new TextEncoder().encode(text)), text).toEqual([]);
    const source = readFileSync(new URL(import.meta.url));
    for (let cut = 0; cut < 200; cut += 1) expect(titles(source.subarray(cut, cut + 40 + cut))).toEqual([]);
  });

  test("on compressed bytes that have no name", () => {
    for (let words = 1; words < 60; words += 1) {
      const text = Buffer.from("framescope ".repeat(words) + words * 7919);
      expect(titles(deflateRawSync(text)), `deflate of ${words}`).toEqual([]);
      expect(titles(brotliCompressSync(text)), `brotli of ${words}`).toEqual([]);
    }
  });

  test("on lists of floats, counters and padding", () => {
    expect(titles(new Uint8Array(new Float32Array([1.5, -2, 3e8, 0.1]).buffer))).toEqual([]);
    expect(titles(new Uint8Array(64))).toEqual([]);
    expect(titles(Uint8Array.from({ length: 256 }, (_, n) => n))).toEqual([]);
  });
});

describe("file formats are named instead", () => {
  const png = bytesOf("89504e470d0a1a0a 0000000d49484452 00000280 000001e0 0806000000");
  const files: readonly (readonly [string, Uint8Array])[] = [
    ["PNG image, 640 × 480", png],
    ["GIF image, 3 × 2", bytesOf("474946383961 0300 0200 800000")],
    ["JPEG image", bytesOf("ffd8ffe000104a464946")],
    ["gzip data", gzipSync("hello hello hello")],
    ["zlib data", deflateSync("hello hello hello")],
    ["ZIP archive", bytesOf("504b0304140000")],
    ["PDF document", Buffer.from("%PDF-1.7\n")],
    ["WebP image", Buffer.from("RIFF\x10\0\0\0WEBPVP8 ")],
    ["WebAssembly module", bytesOf("0061736d01000000")],
    ["SQLite database", Buffer.from("SQLite format 3\0\x10\0")],
    ["Zstandard data", bytesOf("28b52ffd04")],
  ];
  for (const [title, bytes] of files)
    test(title, () => {
      expect(guessesFrom(bytes)).toEqual([{ title, sizeBytes: bytes.length, why: expect.any(String) }]);
    });
});

describe("where to guess", () => {
  const read = (data: string | Uint8Array) => {
    const frame = { kind: typeof data === "string" ? "text" : "binary", direction: "received", data } as const;
    const message = websocket.read({ kind: "", frameKind: frame.kind, direction: "received", data });
    return guessesOf({ source: "message", message, protocol: websocket, data }, websocket.describe(message));
  };
  const base64 = Buffer.from(encodeMessagePack(order)).toString("base64");

  test("a message's own bytes", () => {
    expect(read(encodeMessagePack(order))).toMatchObject([{ title: "MessagePack" }]);
  });

  test("base64 in a payload, with the path to it; URL-safe and in data URLs too", () => {
    const payload = {
      plain: "HelloWorldHelloWorld",
      deep: [{ "the blob": base64 }],
      url: Buffer.from(encodeMessagePack(order)).toString("base64url"),
      image: `data:image/gif;base64,${Buffer.from("GIF89a\x03\0\x02\0\x80", "latin1").toString("base64")}`,
    };
    expect(read(JSON.stringify(payload)).map(({ title, path }) => [title, path])).toEqual([
      ["MessagePack", '$.deep[0]["the blob"]'],
      ["MessagePack", "$.url"],
      ["GIF image, 3 × 2", "$.image"],
    ]);
  });

  test("a text that is base64 as a whole, and markup, which is only named", () => {
    expect(read(base64)).toMatchObject([{ title: "MessagePack", path: "base64 text" }]);
    expect(read("<!DOCTYPE html><p>hello</p>")).toMatchObject([{ title: "HTML", sizeBytes: 27 }]);
    expect(read('<svg xmlns="http://www.w3.org/2000/svg"></svg>')).toMatchObject([{ title: "SVG image" }]);
    expect(read("just a text of some words")).toEqual([]);
  });
});
