/** What a text is published as. */
import { expect, it, vi } from "vitest";

vi.mock("vscode", () => ({}));
const { meaning, readData, readSelection } = await import("../../../src/extension/mock/publication-data.ts");

it.each([
  ['{"a":1}', { a: 1 }, "Sent as JSON: object"],
  ["[1]", [1], "Sent as JSON: array"],
  ["null", null, "Sent as JSON: null"],
  ['"quoted"', "quoted", "Sent as JSON: string"],
  ["plain words", "plain words", "Sent as text"],
  ["{broken", "{broken", "Sent as text"],
])("%s", (text, data, told) => {
  expect(readData(text)).toEqual(data);
  expect(meaning(text)).toBe(told);
});

it.each([
  ['  {"a":1},\n', '{"a":1}'],
  ['{"a":1};', '{"a":1}'],
  ["some words, and more;", "some words, and more;"],
  ["  \n ", ""],
])("a selection %j is published as %j", (selected, text) => {
  expect(readSelection(selected)).toBe(text);
});
