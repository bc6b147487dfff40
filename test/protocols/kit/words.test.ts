import { describe, expect, it } from "vitest";
import { formatBytes, formatCount, formatDuration, oneLine } from "../../../src/protocols/kit/words.ts";

describe("words", () => {
  it.each([
    [-5, "0 ms"],
    [0.4, "0.4 ms"],
    [41.2, "41 ms"],
    [999, "999 ms"],
    [1000, "1 s"],
    [1250, "1.25 s"],
    [12_340, "12.3 s"],
    [125_000, "2 min 5 s"],
    [7_260_000, "2 h 1 min"],
  ])("says %d ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it.each([
    [812, "812 B"],
    [1400, "1.4 kB"],
    [50_000_000, "50 MB"],
    [3_000_000_000_000, "3000 GB"],
  ])("says %d bytes as %s", (sizeBytes, text) => {
    expect(formatBytes(sizeBytes)).toBe(text);
  });

  it("counts", () => {
    expect([formatCount(1, "message"), formatCount(2, "message"), formatCount(2, "entry", "entries")]).toEqual([
      "1 message",
      "2 messages",
      "2 entries",
    ]);
  });

  it("puts text on one line and cuts it", () => {
    expect(oneLine("a\r\n  b\nc", 20)).toBe("a b c");
    expect(oneLine("abcdefghij", 5)).toBe("abcd…");
    expect(oneLine("x".repeat(1_000_000), 5)).toBe("xxxx…");
  });
});
