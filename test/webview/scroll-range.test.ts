import { describe, expect, it } from "vitest";
import { rowHeightPx, ScrollRange } from "../../webview/scroll-range.ts";

describe("the range of the scroll bar", () => {
  it("is as high as the rows while that is not too high", () => {
    const range = new ScrollRange(1000, 600);
    expect(range).toMatchObject({ spacerPx: 22_000, maxOffsetPx: 21_400, compressed: false });
    expect(range.offsetOf(5000)).toBe(5000);
  });

  it("never gets higher than a browser can make it, and keeps both ends exact", () => {
    const range = new ScrollRange(10_000_000, 600);
    expect(range).toMatchObject({ spacerPx: 15_000_000, maxOffsetPx: 220_000_000 - 600, compressed: true });
    expect(range.offsetOf(0)).toBe(0);
    expect(range.offsetOf(15_000_000 - 600)).toBe(range.maxOffsetPx);
    // Browsers round to device pixels.
    expect(range.offsetOf(15_000_000 - 600.6)).toBe(range.maxOffsetPx);
  });

  it("finds back to the same offset within the width of one scroll bar pixel", () => {
    const range = new ScrollRange(10_000_000, 600);
    for (let offset = 0; offset < range.maxOffsetPx; offset += 1_234_567)
      expect(Math.abs(range.offsetOf(range.scrollTopOf(offset)) - offset)).toBeLessThan(1);
  });

  it("stands still when all rows fit", () => {
    const range = new ScrollRange(3, 600);
    expect(range).toMatchObject({ spacerPx: 600, maxOffsetPx: 0 });
    expect(range.offsetOf(40)).toBe(0);
  });

  it("reveals a row by moving as little as possible, or in the middle", () => {
    const range = new ScrollRange(10_000_000, 600);
    expect(range.reveal(5, 0)).toBe(0);
    expect(range.reveal(9_999_999, 0)).toBe(range.maxOffsetPx);
    expect(range.reveal(100, 100 * rowHeightPx + 5)).toBe(100 * rowHeightPx);
    expect(range.centre(1_000_000)).toBe(1_000_000 * rowHeightPx - 289);
    expect(range.centre(0)).toBe(0);
  });
});
