import { statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { JsonScanner } from "../../src/interchange/json-scanner.ts";
import { placeOf } from "../../src/interchange/place.ts";
import { written } from "./transfers.ts";

function scanner(text: string): JsonScanner {
  const path = written("scanned.json", text);
  return new JsonScanner(path, { from: 0, to: statSync(path).size });
}

describe("the scanner", () => {
  it("steps through names and elements, and over what is not wanted", () => {
    const json = scanner('{"skip":[1,{"a":"]}"}],"list":[ "x" , 2.5e3,null ],"last":{"k":"\\"\\\\"}}');
    json.enter("{");
    expect(json.name()).toBe("skip");
    json.skip();
    expect(json.name()).toBe("list");
    json.enter("[");
    const values: unknown[] = [];
    while (json.element()) values.push(json.read());
    expect(values).toEqual(["x", 2500, null]);
    expect(json.name()).toBe("last");
    expect(json.ahead()).toBe("object");
    expect(json.read()).toEqual({ k: '"\\' });
    expect(json.name()).toBeUndefined();
    json.close();
  });

  it("reads the same wherever a value lies across the borders of what is read at once", () => {
    // A chunk is 1 MiB: the escapes around its border are what could be miscounted.
    for (const shift of [-3, -2, -1, 0, 1, 2, 3]) {
      const filling = "x".repeat((1 << 20) - 20 + shift);
      const value = { filling, tail: '\\"\\\\"grüße👋'.repeat(20), list: [1, 2] };
      const json = scanner(JSON.stringify([value, value]));
      json.enter("[");
      expect(json.element()).toBe(true);
      const range = json.skip();
      expect(range.to - range.from).toBe(Buffer.byteLength(JSON.stringify(value)));
      expect(json.element()).toBe(true);
      expect(json.read()).toEqual(value);
      expect(json.element()).toBe(false);
      json.close();
    }
  });

  it("reads a part of a file by where it stood", () => {
    const path = written("part.json", '{"a":"first","b":[1,2,3]}');
    const whole = new JsonScanner(path, { from: 0, to: statSync(path).size });
    whole.enter("{");
    whole.name();
    whole.skip();
    whole.name();
    const range = whole.skip();
    whole.close();
    const part = new JsonScanner(path, range);
    expect(part.read()).toEqual([1, 2, 3]);
    part.close();
  });

  it("refuses a value beyond the limit before it becomes a text", () => {
    const json = scanner(JSON.stringify("x".repeat(100)));
    expect(() => json.read(50)).toThrow("a value of 102 bytes, of which at most 50 are read");
    json.close();
  });
});

it("a place is told as editors tell it", () => {
  const path = written("lines.json", '{\n  "a": 1,\n  ?\n}');
  expect(placeOf(path, 14)).toBe("line 3, column 3 (byte 14)");
  expect(placeOf(path, 0)).toBe("line 1, column 1 (byte 0)");
});
