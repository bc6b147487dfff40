import { expect, test } from "vitest";
import { endingLevel } from "../../src/engine/ending-level.ts";
import type { Close, TransportFailure } from "../../src/model/frame.ts";

const failure: TransportFailure = { stage: "reset", code: "ECONNRESET", message: "cut" };
const response = { status: 404, reason: "Not Found", httpVersion: "1.1", headers: [] };
const normal = { code: 1000, reason: "" };

test.each<[string, Close, "error" | undefined]>([
  ["closed by a close frame", { kind: "closed", seen: normal, sent: normal }, undefined],
  [
    "closed with a code of the app's own: the verdict weighs it",
    { kind: "closed", seen: { code: 4401, reason: "" } },
    undefined,
  ],
  ["cut with no close frame (1006)", { kind: "closed", failure }, "error"],
  ["failed for a broken rule", { kind: "closed", sent: { code: 1002, reason: "" }, failure }, "error"],
  ["cut by ourselves", { kind: "closed" }, undefined],
  ["the end of a body", { kind: "ended" }, undefined],
  ["a body cut by ourselves", { kind: "ended", aborted: true }, undefined],
  ["a body cut in the middle", { kind: "ended", failure }, "error"],
  ["refused", { kind: "refused", response, body: "" }, "error"],
  ["failed", { kind: "failed", failure }, "error"],
  ["given up before an answer", { kind: "failed", failure: { ...failure, code: "aborted" } }, undefined],
])("%s", (_, close, level) => {
  expect(endingLevel(close)).toBe(level);
});
