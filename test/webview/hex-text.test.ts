import { describe, expect, it } from "vitest";
import { bytesOf, copiedHex, hexColumns, offsetDigits } from "../../webview/hex-text.ts";

describe("a hex dump", () => {
  it("has offsets, bytes in groups of eight, and what is printable", () => {
    const bytes = bytesOf(btoa("hello\0\xff world!, again"));
    expect(hexColumns(bytes, { bytesPerLine: 16, from: 0, digits: 4 })).toEqual({
      offsets: "0000\n0010",
      hex: "68 65 6c 6c 6f 00 ff 20  77 6f 72 6c 64 21 2c 20\n61 67 61 69 6e",
      ascii: "hello·· world!, \nagain",
    });
  });

  it("is empty for nothing, and makes room for large offsets", () => {
    const layout = { bytesPerLine: 8, from: 0, digits: 4 };
    expect(hexColumns(new Uint8Array(), layout)).toEqual({ offsets: "", hex: "", ascii: "" });
    expect([0, 65_536, 65_537, 50_000_000].map(offsetDigits)).toEqual([4, 4, 5, 7]);
    const page = hexColumns(new Uint8Array(9), { bytesPerLine: 8, from: 65_536, digits: 5 });
    expect(page.offsets).toBe("10000\n10008");
  });

  it("is copied without its lines and groups", () => {
    expect(copiedHex("68 65 6c 6c 6f 00 ff 20  77 6f\n61 67\n")).toBe("68 65 6c 6c 6f 00 ff 20 77 6f 61 67");
  });
});
