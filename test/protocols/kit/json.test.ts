import { describe, expect, it } from "vitest";
import { compactJson, parseJson } from "../../../src/protocols/kit/json.ts";
import { findJsonFault } from "../../../src/protocols/kit/json-fault.ts";
import { Dice } from "../dice.ts";

describe("parseJson", () => {
  it("gives the value", () => {
    expect(parseJson(' {"a":[1,null]} ')).toEqual({ ok: true, value: { a: [1, null] } });
  });

  it.each([
    ["", "empty, not JSON", 0],
    ["this", 'not JSON: unexpected "t"', 0],
    ['{"a":1,}', 'not JSON: expected a key in double quotes, found "}"', 7],
    ["{a:1}", 'not JSON: expected a key in double quotes, found "a"', 1],
    ['{"a" 1}', 'not JSON: expected ":", found "1"', 5],
    ['{"a":1]', 'not JSON: expected "," or "}", found "]"', 6],
    ["[1 2]", 'not JSON: expected "," or "]", found "2"', 3],
    ["[1,]", 'not JSON: unexpected "]"', 3],
    ["[1,2", "not JSON: unexpected end", 4],
    ["1 2", 'not JSON: "2" after the end of the value', 2],
    ["01", 'not JSON: "1" after the end of the value', 1],
    ['"abc', "not JSON: a string that does not end", 0],
    ['"a\nb"', "not JSON: raw control character U+000A in a string", 2],
    ['"a\\x"', 'not JSON: wrong escape "\\\\x" in a string', 2],
    ["\ufeff{}", "not JSON: unexpected U+FEFF", 0],
  ])("names place and reason in %j", (text, reason, offset) => {
    expect(parseJson(text)).toEqual({ ok: false, reason, offset });
  });

  it("finds a fault exactly where JSON.parse finds one, in 20 000 random texts", () => {
    const dice = new Dice(7);
    const alphabet = '[]{}",:\\ 01.-eEtruefalsn\u0001u\t';
    for (let round = 0; round < 20_000; round += 1) {
      const text = dice.text(alphabet, 12);
      expect([text, findJsonFault(text) === undefined]).toEqual([text, isJson(text)]);
    }
  });

  it("survives depth and length", () => {
    expect(parseJson("[".repeat(200_000))).toMatchObject({ ok: false, offset: 200_000 });
    expect(parseJson(`"${"x".repeat(5_000_000)}`)).toMatchObject({ ok: false, offset: 0 });
  });
});

describe("compactJson", () => {
  it.each([
    [{ a: "x", b: [1, { c: null }] }, 60, '{"a":"x","b":[1,{"c":null}]}'],
    ["abcdefghijklmnop", 10, '"abcdefgh…'],
    [[1, 2, 3, 4, 5], 6, "[1,2,…"],
    [undefined, 10, "null"],
  ])("writes %j in at most %i characters", (value, maxLength, text) => {
    expect(compactJson(value, maxLength)).toBe(text);
  });

  it("equals JSON.stringify when there is room", () => {
    const value = { z: 1, a: "é\u2028\ud83d\ude00", n: { deep: [[], {}] } };
    expect(compactJson(value, 1000)).toBe(JSON.stringify(value));
  });

  it("costs no more than what it shows", () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
    expect(compactJson(deep, 300).length).toBeLessThanOrEqual(300);
    expect(compactJson({ big: "x".repeat(10_000_000) }, 20)).toHaveLength(20);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
