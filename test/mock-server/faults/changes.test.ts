/** What faults make of bytes, with no wire. */
import { describe, expect, it } from "vitest";
import { corrupt, grow, pieces, shuffled } from "../../../mock-server/faults/changes.ts";
import { seededRandom } from "../../../mock-server/seeded-random.ts";

const text = { isText: true, isEvents: false };
const bytesOf = (from: string) => Buffer.from(from);

describe("corrupt", () => {
  it.each([0, 1, 5, 9, 40])("changes exactly %i bytes, or all there are, whatever chance says", (count) => {
    const random = seededRandom(count);
    for (let run = 0; run < 50; run += 1) {
      const before = bytesOf("nine byte");
      const after = corrupt(before, count, random);
      const differing = before.filter((byte, index) => byte !== after[index]).length;
      expect([differing, after.length]).toEqual([Math.min(count, 9), 9]);
      expect(before.toString()).toBe("nine byte");
    }
  });
});

describe("grow", () => {
  it.each(['{"a":1}', "{}", " { } ", "[1,2]", "[]", '"text"', "plain", "12"])(
    "%s: has the size, and parses as before",
    (json) => {
      for (const toBytes of [json.length, json.length + 1, json.length + 13, json.length + 14, 500]) {
        const grown = Buffer.from(grow(bytesOf(json), toBytes, text));
        expect(grown).toHaveLength(toBytes);
        if (json === "plain") expect(grown.toString().trim()).toBe("plain");
        else expect(withoutPadding(JSON.parse(grown.toString()))).toEqual(JSON.parse(json));
      }
    },
  );

  it("an event stream by a comment, bytes by zeros", () => {
    expect(Buffer.from(grow(bytesOf("data: a\n\n"), 14, { isText: true, isEvents: true })).toString()).toBe(
      ":   \ndata: a\n\n",
    );
    expect([...grow(Uint8Array.of(1, 2), 4, { isText: false, isEvents: false })]).toEqual([1, 2, 0, 0]);
  });

  it("never shrinks", () => {
    expect(Buffer.from(grow(bytesOf("abc"), 2, text)).toString()).toBe("abc");
  });
});

function withoutPadding(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "padding"));
}

it("shuffled: the same items, never in the same order", () => {
  const random = seededRandom(7);
  for (let count = 2; count < 8; count += 1) {
    const items = Array.from({ length: count }, (_, index) => index);
    for (let run = 0; run < 50; run += 1) {
      const mixed = shuffled(items, random);
      expect(mixed.toSorted((a, b) => a - b)).toEqual(items);
      expect(mixed).not.toEqual(items);
    }
  }
  expect([shuffled([], random), shuffled(["one"], random)]).toEqual([[], ["one"]]);
});

it("pieces: of the size, and the rest", () => {
  const cut = (from: string, size: number) => pieces(bytesOf(from), size).map((piece) => Buffer.from(piece).toString());
  expect([cut("abcde", 2), cut("ab", 2), cut("ab", 9), cut("", 3)]).toEqual([["ab", "cd", "e"], ["ab"], ["ab"], [""]]);
});
