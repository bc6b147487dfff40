import { expect, test } from "vitest";
import { excerptOf, sizeOf } from "../../src/engine/excerpt.ts";

const limits = { textBytes: 5, base64Bytes: 2 };

test.each([
  ["short text", "abc", { sizeBytes: 3, truncated: false, text: "abc", base64: "YWI=" }],
  ["text at the limit", "abcde", { sizeBytes: 5, truncated: false, text: "abcde", base64: "YWI=" }],
  ["longer text", "abcdef", { sizeBytes: 6, truncated: true, text: "abcde", base64: "YWI=" }],
  ["text cut inside a character", "éééé", { sizeBytes: 8, truncated: true, text: "éé", base64: "w6k=" }],
  ["text cut inside a pair", "abc😀", { sizeBytes: 7, truncated: true, text: "abc", base64: "YWI=" }],
  ["a byte order mark", "\ufeffa", { sizeBytes: 4, truncated: false, text: "\ufeffa", base64: "77s=" }],
  ["bytes that are text", Buffer.from("abcéé"), { sizeBytes: 7, truncated: true, text: "abcé", base64: "YWI=" }],
  [
    "bytes that are not",
    Uint8Array.of(97, 255, 97),
    { sizeBytes: 3, truncated: false, text: undefined, base64: "Yf8=" },
  ],
  [
    "bytes that end inside a character",
    Uint8Array.of(97, 195),
    { sizeBytes: 2, truncated: false, text: undefined, base64: "YcM=" },
  ],
  ["nothing", "", { sizeBytes: 0, truncated: false, text: "", base64: "" }],
])("%s", (_name, data, excerpt) => {
  expect(excerptOf(data, sizeOf(data), limits)).toEqual(excerpt);
});

test("the size is that of the whole, of which the data may be just the beginning", () => {
  expect(excerptOf("abc", 100, limits)).toMatchObject({ sizeBytes: 100, truncated: true, text: "abc" });
});
