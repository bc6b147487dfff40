import { describe, expect, test } from "vitest";
import { failureOf, timeoutFailure } from "../../src/transports/failure.ts";

const systemError = (code: string, more: object = {}) =>
  Object.assign(new Error("the system's own words"), { code, ...more });

describe("a sentence for", () => {
  test.each([
    ["ENETUNREACH", "connect", "host:80 cannot be reached from this machine."],
    ["EHOSTUNREACH", "connect", "host:80 cannot be reached from this machine."],
    ["ETIMEDOUT", "connect", "host:80 did not answer."],
    ["ECONNRESET", "handshake", "host:80 closed the connection before it had answered."],
    ["ECONNRESET", "reset", "host:80 cut the connection."],
    ["EPIPE", "reset", "host:80 cut the connection."],
    ["CERT_HAS_EXPIRED", "tls", "The certificate of host:80 has expired."],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "tls", "The certificate of host:80 was issued for another host name."],
    [
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "tls",
      "The certificate of host:80 comes from an authority that is not known here.",
    ],
    ["EPROTO", "tls", "host:80 and we could not agree on TLS: the system's own words."],
    ["EWHATEVER", "connect", "host:80: the system's own words"],
  ] as const)("%s at %s", (code, stage, message) => {
    expect(failureOf(systemError(code), stage, "host:80")).toEqual({ stage, code, message });
  });
});

test("a lookup that failed is told as one, however far we thought we were", () => {
  expect(failureOf(systemError("EAI_AGAIN", { syscall: "getaddrinfo" }), "connect", "host:80")).toEqual({
    stage: "dns",
    code: "EAI_AGAIN",
    message: "The host name host could not be looked up: the name server did not answer.",
  });
});

test("several addresses are listed with what each of them answered", () => {
  const errors = [
    systemError("ECONNREFUSED", { address: "127.0.0.1", port: 80 }),
    systemError("ENETUNREACH", { address: "::1", port: 80 }),
    systemError("EODD", { address: "::2", port: 80 }),
  ];
  const failure = failureOf(Object.assign(new AggregateError(errors), { code: "ECONNREFUSED" }), "connect", "host:80");
  expect(failure.attempts).toEqual([
    "127.0.0.1:80 refused (ECONNREFUSED)",
    "[::1]:80 is in a network that cannot be reached (ENETUNREACH)",
    "[::2]:80 failed (EODD)",
  ]);
});

test("what was thrown without being an error is told all the same", () => {
  expect(failureOf("odd", "protocol", "host:80").message).toBe("host:80: odd");
});

test.each([
  ["dns", "to be looked up by name"],
  ["connect", "to accept the connection"],
  ["tls", "to agree on TLS"],
  ["handshake", "to answer the request"],
] as const)("a time limit says what was waited for: %s", (stage, words) => {
  expect(timeoutFailure(stage, "host:80", 1_500)).toEqual({
    stage: "timeout",
    code: "ETIMEDOUT",
    message: `host:80 took longer than 1.5 s ${words}.`,
  });
});
