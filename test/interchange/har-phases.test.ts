import { expect, test } from "vitest";
import { readPhases } from "../../src/interchange/har/phases.ts";

test("the phases of a HAR become those of an exchange", () => {
  const timings = { blocked: 2, dns: 3, connect: 20, ssl: 12, send: 1, wait: 25_000, receive: 4 };
  expect(readPhases(timings)).toEqual({
    untilAnswerMs: 25_026,
    timing: { connectMs: 25, dnsMs: 3, tcpMs: 8, tlsMs: 12, requestMs: 1, holdMs: 25_000 },
  });
});

test("phases that do not apply are missing", () => {
  const reused = { blocked: -1, dns: -1, connect: -1, ssl: null, send: 0, wait: 7 };
  expect(readPhases(reused)).toEqual({
    untilAnswerMs: 7,
    timing: { connectMs: 0, dnsMs: undefined, tcpMs: undefined, tlsMs: undefined, requestMs: 0, holdMs: 7 },
  });
});

test.each([undefined, null, [], { wait: -1, send: 3 }, { wait: "7" }])("%j tells no hold", (timings) => {
  expect(readPhases(timings).timing).toBeUndefined();
});
