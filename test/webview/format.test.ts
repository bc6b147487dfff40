import { describe, expect, it } from "vitest";
import {
  formatClock,
  formatCount,
  formatDelta,
  formatDuration,
  formatElapsed,
  formatRate,
  formatSize,
  wordsOf,
} from "../../webview/format.ts";

const spaced = (text: string) => text.replaceAll("\u2009", " ");

describe("numbers as the timeline writes them", () => {
  it.each([
    [0, "0"],
    [999, "999"],
    [1000, "1 000"],
    [1_204_852, "1 204 852"],
    [10_000_000, "10 000 000"],
  ])("groups %d by thin spaces", (value, text) => {
    expect(spaced(formatCount(value))).toBe(text);
  });

  it.each([
    [0, "0 B"],
    [214, "214 B"],
    [999, "999 B"],
    [1000, "1.0 kB"],
    [12_345, "12.3 kB"],
    [999_499, "999 kB"],
    [999_960, "1.0 MB"],
    [4_200_000, "4.2 MB"],
    [123_000_000, "123 MB"],
    [5_000_000_000_000, "5000 GB"],
  ])("writes %d bytes as %s", (bytes, text) => {
    expect(formatSize(bytes)).toBe(text);
  });

  it.each([
    [0, "0"],
    [0.34, "0.3"],
    [12.4, "12"],
    [999, "999"],
    [48_200, "48.2k"],
    [1_230_000, "1.2M"],
  ])("writes a rate of %d as %s", (rate, text) => {
    expect(formatRate(rate)).toBe(text);
  });

  it.each([
    [0, "+0ms"],
    [0.04, "+40µs"],
    [0.4, "+0.4ms"],
    [9.94, "+9.9ms"],
    [9.96, "+10ms"],
    [38, "+38ms"],
    [253, "+0.3s"],
    [2906, "+2.9s"],
    [15_000, "+15s"],
    [100_000, "+2m"],
    [7_200_000, "+2h"],
    [-38, "−38ms"],
  ])("writes a difference of %d ms as %s", (ms, text) => {
    expect(formatDelta(ms)).toBe(text);
  });

  it("keeps every difference within the six characters of its column", () => {
    for (let ms = 0.001; ms < 9e7; ms *= 1.013) expect(formatDelta(ms).length).toBeLessThanOrEqual(6);
  });

  it.each([
    [0.4, "0.4 ms"],
    [38, "38 ms"],
    [2906, "2.91 s"],
    [12_000, "12 s"],
    [182_000, "3 min 2 s"],
    [180_000, "3 min"],
    [7_500_000, "2 h 5 min"],
  ])("writes a duration of %d ms as %s", (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it("writes moments in local time, and times since a zero with hours only where there are any", () => {
    expect(formatClock(new Date(2026, 10, 25, 14, 9, 8, 7).getTime())).toBe("14:09:08.007");
    expect(formatElapsed(12_345.4)).toBe("+00:12.345");
    expect(formatElapsed(3_612_345)).toBe("+1:00:12.345");
    expect(formatElapsed(-5)).toBe("−00:00.005");
  });

  it("turns an event's kind into words", () => {
    expect(wordsOf("wentStale")).toBe("went stale");
    expect(wordsOf("dataForUnconfirmed")).toBe("data for unconfirmed");
    expect(wordsOf("subscribed")).toBe("subscribed");
  });
});
