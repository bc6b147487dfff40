import { describe, expect, it } from "vitest";
import { bytesOf, hexColumns } from "../../webview/hex-text.ts";

describe("a hex dump", () => {
  it("has offsets, bytes in groups of eight, and what is printable", () => {
    const bytes = bytesOf(btoa("hello\0\xff world!, again"));
    expect(hexColumns(bytes, 16)).toEqual({
      offsets: "0000\n0010",
      hex: "68 65 6c 6c 6f 00 ff 20  77 6f 72 6c 64 21 2c 20\n61 67 61 69 6e",
      ascii: "hello·· world!, \nagain",
    });
  });

  it("is empty for nothing, and makes room for large offsets", () => {
    expect(hexColumns(new Uint8Array(), 8)).toEqual({ offsets: "", hex: "", ascii: "" });
    expect(hexColumns(new Uint8Array(70_000), 16).offsets.split("\n").at(-1)).toBe("11160");
  });
});
