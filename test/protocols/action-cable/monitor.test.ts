import { describe, expect, it } from "vitest";
import { policies } from "../../../src/protocols/action-cable/monitor.ts";

describe("the official monitors' delays", () => {
  it.each([
    [0, 6000, 12_000],
    [1, 6900, 7935],
    [2, 7935, 9125],
    [5, 12_068, 13_878],
    [10, 24_273, 27_914],
    [50, 24_273, 27_914],
  ])("Rails 7 and later, after %i attempts: from %i to %i ms", (attempts, lowest, highest) => {
    const { pollAfterMs } = policies["rails-8"];
    expect(Math.round(pollAfterMs(attempts, 0))).toBe(lowest);
    expect(Math.round(pollAfterMs(attempts, 1))).toBe(highest);
  });

  it.each([
    [0, 3000],
    [1, 3466],
    [9, 11_513],
    [1000, 30_000],
  ])("Rails 6, after %i attempts: %i ms, with no jitter", (attempts, afterMs) => {
    expect(policies["rails-6"].pollAfterMs(attempts, 0.9)).toBe(afterMs);
  });
});
