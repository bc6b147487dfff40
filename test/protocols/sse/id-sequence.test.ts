import { describe, expect, it } from "vitest";
import { IdSequence } from "../../../src/protocols/sse/id-sequence.ts";

const at = Date.UTC(2026, 0, 1);

/** Only what was found, with the id at which it was. */
function findings(ids: readonly (string | number)[]): string[] {
  const sequence = new IdSequence();
  return ids.flatMap((id) => {
    const finding = sequence.observe(String(id), at);
    if (!finding) return [];
    return [`${id} ${finding.kind}${finding.kind === "gap" ? ` of ${finding.missing}` : ""}`];
  });
}

describe("ids that grow by one", () => {
  it("have gaps and repeats", () => {
    expect(findings([1, 2, 3, 4, 7, 8])).toEqual(["7 gap of 2"]);
    expect(findings([1, 2, 3, 4, 4, 5])).toEqual(["4 repeat"]);
    expect(findings([9, 10, 11, 12, 1, 2, 3])).toEqual(["1 repeat"]);
  });

  it("come late when a gap had left them out", () => {
    expect(findings([1, 2, 3, 4, 6, 5, 7])).toEqual(["6 gap of 1", "5 late"]);
  });

  it("are not judged before they are known to grow by one", () => {
    expect(findings([1, 2, 3, 5, 6, 7, 9])).toEqual([]);
  });

  it("are no longer judged when gaps are the rule", () => {
    expect(findings([1, 2, 3, 4, 6, 8, 11, 13, 16, 20])).toEqual([
      "6 gap of 1",
      "8 gap of 1",
      "11 gap of 2",
      "13 sparse",
    ]);
  });
});

describe("ids that are something else", () => {
  const seconds = Math.floor(at / 1000);
  it.each([
    ["seconds", [0, 1, 2, 3, 4, 7, 7].map((step) => seconds + step)],
    ["milliseconds", [0, 1, 2, 3, 4, 70, 4].map((step) => at + step)],
    ["microseconds", [0, 1, 2, 3, 4, 70, 4].map((step) => at * 1000 + step)],
    ["steps of ten", [10, 20, 30, 40, 60, 10]],
    ["UUIDs", ["55092468-526b-4264-97f5-b8d96836e063", "67516bff-61f4-4f23-96ba-c4dcb5994f91"]],
    ["nchan's", ["1795570011:0", "1795570011:1", "1795570011:2", "1795570011:3", "1795570012:0"]],
    ["numbers with leading zeros", ["001", "002", "003", "004", "009"]],
    ["numbers and words", [1, 2, 3, 4, "reset", 9, 10]],
    ["the same over and over", [5, 5, 5, 5, 6, 6, 6]],
    ["numbers beyond exact ones", ["9007199254740993", "9007199254740994", "9007199254740995", "9007199254740999"]],
  ])("%s are left alone", (_, ids) => {
    expect(findings(ids)).toEqual([]);
  });
});
