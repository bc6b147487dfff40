/** Where single values stand in JSON, and in JSON within it. */
import { expect, it } from "vitest";
import { escapedAt, jsonLeaves, quoteAt } from "../../../src/scenario/holes/json-leaves.ts";

const identifier = JSON.stringify({ channel: "Chat", room: 'lobby "x" é\n' });
const text = JSON.stringify({ command: "subscribe", identifier, n: [1, -2.5e3], "odd: key": { deep: "\u2028" } });

it("finds texts and numbers, with the member that they are of", () => {
  expect(jsonLeaves(text)?.map(({ key, value, depth }) => [key, value, depth])).toEqual([
    ["command", "subscribe", 0],
    ["identifier", identifier, 0],
    ["channel", "Chat", 1],
    ["room", 'lobby "x" é\n', 1],
    ["n", 1, 0],
    ["n", -2500, 0],
    ["deep", "\u2028", 0],
  ]);
});

it("says where each stands, so that another can be put in its place at any depth", () => {
  const twice = JSON.stringify({ outer: text });
  for (const leaf of jsonLeaves(twice) ?? []) {
    const raw = twice.slice(leaf.from, leaf.to);
    const written = typeof leaf.value === "number" ? /^-?\d/ : escapedAt(leaf.value, leaf.depth);
    if (typeof written === "string" && !leaf.isJson) expect(raw).toBe(written);
    const quote = typeof leaf.value === "string" ? "" : quoteAt(leaf.depth);
    const changed = `${twice.slice(0, leaf.from)}${quote}new${quote}${twice.slice(leaf.to)}`;
    expect(jsonLeaves(changed)?.map(({ value }) => value)).toContain("new");
  }
});

it.each(["", "plain", "3", '"text"', "{broken", '{"a":1}{"b":2}'])(
  "has none in what is no object or list: %j",
  (given) => {
    expect(jsonLeaves(given)).toBeUndefined();
  },
);

it("stops within JSON that is deeper than anyone means it", () => {
  let deep = '{"a":1}';
  for (let level = 0; level < 8; level += 1) deep = JSON.stringify({ a: deep });
  const leaves = jsonLeaves(deep);
  expect(leaves?.at(-1)).toMatchObject({ depth: 4, isJson: false });
});
