import { describe, expect, it } from "vitest";
import { decodeBase64Text } from "../../../src/protocols/kit/base64.ts";
import { decodeUtf8, invalidUtf8At } from "../../../src/protocols/kit/utf8.ts";
import { Dice } from "../dice.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("decodeUtf8", () => {
  it("keeps a byte order mark, which is a character of the text", () => {
    expect(decodeUtf8(new TextEncoder().encode("\ufeffé😀"))).toEqual({ ok: true, text: "\ufeffé😀" });
  });

  it.each([
    ["a lone continuation", bytes(0x61, 0x80), "not UTF-8: byte 0x80 at offset 1", 1],
    ["an overlong form", bytes(0xc0, 0xaf), "not UTF-8: byte 0xc0 at offset 0", 0],
    ["a surrogate", bytes(0x61, 0xed, 0xa0, 0x80), "not UTF-8: byte 0xed at offset 1", 1],
    ["beyond U+10FFFF", bytes(0xf4, 0x90, 0x80, 0x80), "not UTF-8: byte 0xf4 at offset 0", 0],
    ["a character that is cut off", bytes(0x61, 0xe2, 0x82), "not UTF-8: byte 0xe2 at offset 1", 1],
    ["0xff", bytes(0xff), "not UTF-8: byte 0xff at offset 0", 0],
  ])("names the byte of %s", (_, data, reason, offset) => {
    expect(decodeUtf8(data)).toEqual({ ok: false, reason, offset });
  });

  it("agrees with the platform's decoder on 20 000 random inputs", () => {
    const dice = new Dice(3);
    for (let round = 0; round < 20_000; round += 1) {
      const data = dice.bytes(6).map((byte) => (dice.next() < 0.5 ? byte & 0x3f : byte));
      expect([...data, invalidUtf8At(data) === undefined]).toEqual([...data, isUtf8(data)]);
    }
  });
});

describe("decodeBase64Text", () => {
  it.each([
    ["InJvb206NyI=", '"room:7"'],
    ["InJvb206NyI", '"room:7"'],
    ["Z2lkOi8vYXBwL1Jvb20vNw", "gid://app/Room/7"],
    ["w6k_", "é?"],
  ])("reads %s", (encoded, text) => {
    expect(decodeBase64Text(encoded)).toBe(text);
  });

  it.each(["", "not base64!", "/w==", "a"])("says nothing of %j", (encoded) => {
    expect(decodeBase64Text(encoded)).toBeUndefined();
  });
});

function isUtf8(data: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(data);
    return true;
  } catch {
    return false;
  }
}
