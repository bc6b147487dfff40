import { expect, test } from "vitest";
import { isExempt } from "../../src/transports/no-proxy.ts";

test.each([
  ["", "a.test", 80, false],
  ["*", "a.test", 80, true],
  ["a.test", "a.test", 80, true],
  ["A.TEST", "a.test", 80, true],
  ["a.test", "b.a.test", 80, true],
  ["a.test", "ba.test", 80, false],
  [".a.test", "a.test", 80, true],
  [".a.test", "b.a.test", 80, true],
  ["*.a.test", "b.a.test", 80, true],
  ["x, a.test  y", "a.test", 80, true],
  ["a.test:8080", "a.test", 8080, true],
  ["a.test:8080", "a.test", 80, false],
  ["127.0.0.1", "127.0.0.1", 80, true],
  ["127.0.0.1:81", "127.0.0.1", 80, false],
  ["10.0.0.0/8", "10.20.30.40", 80, true],
  ["10.0.0.0/8", "11.0.0.1", 80, false],
  ["10.0.0.0/99", "10.0.0.1", 80, false],
  ["10.0.0.0/8", "a.test", 80, false],
  ["::1", "::1", 80, true],
  ["[::1]:443", "::1", 443, true],
  ["[::1]:443", "::1", 80, false],
  ["fd00::/8", "fd12::1", 80, true],
])("%j exempts %s:%i: %s", (list, host, port, expected) => {
  expect(isExempt(list, host, port)).toBe(expected);
});
