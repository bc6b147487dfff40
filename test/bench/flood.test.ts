import { expect, it } from "vitest";
import { buildBlock, frameBytes, framesInBlock, identifier, textFrame } from "./flood.ts";
import { median } from "./median.ts";

it("floods with Action Cable messages of 200 bytes, each in a frame of its own", () => {
  const block = buildBlock();
  expect(block).toHaveLength(framesInBlock * frameBytes);
  const bodies = new Set<string>();
  for (let at = 0; at < block.length; at += frameBytes) {
    // FIN and text; no mask, a length in the next two bytes.
    expect([...block.subarray(at, at + 2)]).toEqual([0x81, 126]);
    expect(block.readUInt16BE(at + 2)).toBe(200);
    const text = block.toString("utf8", at + 4, at + frameBytes);
    expect(JSON.parse(text)).toMatchObject({ identifier, message: { user: expect.any(String) } });
    bodies.add(text);
  }
  expect(bodies.size).toBe(framesInBlock);
});

it("writes short frames with a short length", () => {
  expect([...textFrame("hi")]).toEqual([0x81, 2, 104, 105]);
});

it("takes the median", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow("no median");
});
