import { afterEach, expect, test, vi } from "vitest";
import { systemClock } from "../../src/clock/clock.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("tells the time of day with fractions, and never runs backwards", () => {
  const moments = Array.from({ length: 1_000 }, () => systemClock.now());
  expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  // Whichever of the two is read first, by less than a test may take.
  expect(Math.abs((moments[0] ?? 0) - Date.now())).toBeLessThan(20_000);
  expect(moments.some((at) => !Number.isInteger(at))).toBe(true);
});

test("follows the wall clock forwards after a sleep, and not backwards", () => {
  const before = systemClock.now();
  const wall = vi.spyOn(Date, "now").mockReturnValue(before + 3_600_000);
  const woken = systemClock.now();
  expect(woken - before).toBeGreaterThanOrEqual(3_600_000);
  wall.mockReturnValue(before);
  expect(systemClock.now()).toBeGreaterThanOrEqual(woken);
});

test("a task taken back does not run, and a wait longer than timers can hold does not run at once", () => {
  vi.useFakeTimers();
  const ran: string[] = [];
  systemClock.schedule(10, () => ran.push("kept"));
  const takeBack = systemClock.schedule(10, () => ran.push("taken back"));
  systemClock.schedule(99_999_999_999, () => ran.push("far"));
  takeBack();
  vi.advanceTimersByTime(1_000);
  expect(ran).toEqual(["kept"]);
});
