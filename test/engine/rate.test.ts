import { expect, test } from "vitest";
import { Rate } from "../../src/engine/rate.ts";

test("is what came within the last second", () => {
  const rate = new Rate();
  expect(rate.sample(0, 10)).toBe(10);
  expect(rate.sample(500, 30)).toBe(30);
  expect(rate.sample(1_000, 40)).toBe(30);
  expect(rate.sample(1_499, 40)).toBe(30);
  expect(rate.sample(1_500, 41)).toBe(11);
  expect(rate.sample(1_900, 41)).toBe(11);
  expect(rate.sample(2_500, 41)).toBe(0);
});

test("a burst after a long silence counts in full", () => {
  const rate = new Rate();
  rate.sample(0, 100);
  expect(rate.sample(60_000, 350)).toBe(250);
  expect(rate.sample(61_000, 350)).toBe(0);
});
