import { expect, it } from "vitest";
import type { Finding } from "../../src/bridge/transfer.ts";
import { findingCount, findingExamples, findingsDocument } from "../../src/extension/sharing/finding-words.ts";

const email: Finding = {
  kind: "email",
  count: 1200,
  distinct: 7,
  examples: [{ placeholder: "[email-1]", hint: "a…@e….com", seq: 12 }],
};

it("counts findings and shows the first of them with what they become", () => {
  expect(findingCount(email)).toBe("1,200 in all, 7 different");
  expect(findingCount({ ...email, count: 1, distinct: 1 })).toBe("once");
  expect(findingExamples(email)).toBe("a…@e….com → [email-1],  …");
  expect(findingExamples({ ...email, distinct: 1 })).toBe("a…@e….com → [email-1]");
});

it("writes a document that names the rows, and says so when there is nothing", () => {
  const text = findingsDocument("chat.example/cable", [email]);
  expect(text).toContain("## E-mail addresses: 1,200 in all, 7 different");
  expect(text).toContain("| 12 | `a…@e….com` | `[email-1]` |");
  expect(text).toContain("And 6 more.");
  expect(findingsDocument("x", [])).toContain("Nothing that looks private was found.");
});
