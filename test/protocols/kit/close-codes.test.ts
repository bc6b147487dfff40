/** Which close codes an endpoint may send: one rule for the composer, faults, scenarios and replays. */
import { expect, it } from "vitest";
import { isSendableCloseCode } from "../../../src/protocols/kit/close-codes.ts";

it.each([1000, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999])("%i may be sent", (code) => {
  expect(isSendableCloseCode(code)).toBe(true);
});

it.each([0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 1000.5, Number.NaN])("%d may not", (code) => {
  expect(isSendableCloseCode(code)).toBe(false);
});
