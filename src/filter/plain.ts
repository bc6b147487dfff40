/** Reads what is written after a path's operator: numbers, true, false, null, ranges of numbers, or else characters. */
import type { FieldTest, PlainValue } from "./expression.ts";
import type { Operator } from "./fields.ts";

const number = String.raw`-?\d+(?:\.\d+)?(?:e[+-]?\d+)?`;
const wholeNumber = new RegExp(`^${number}$`, "i");
const range = new RegExp(`^(${number})?\\.\\.(${number})?$`, "i");

/** The test for what is written; or a sentence about what is wrong with it. `=` stands for `!=` as well. */
export function readPathTest(operator: Operator, text: string, isQuoted: boolean): FieldTest | string {
  const value = isQuoted ? text : readPlain(text);
  if (operator === "~") return { comparison: "has", value: text };
  const [, start, end] = (operator === "=" && !isQuoted && range.exec(text)) || [];
  if (start !== undefined && end !== undefined)
    return Number(start) > Number(end)
      ? `This range ends before it begins: write ${end}..${start}.`
      : { comparison: "between", value: Number(start), to: Number(end) };
  if (start !== undefined) return { comparison: ">=", value: Number(start) };
  if (end !== undefined) return { comparison: "<=", value: Number(end) };
  if (operator !== "=" && (value === null || typeof value === "boolean"))
    return `${value} has no order: compare it with = or !=.`;
  const comparison = operator === "=" ? "is" : operator;
  // What a number cannot keep (1.10, an id of twenty digits) may stand in a string of the payload.
  return typeof value === "number" && String(value) !== text
    ? { comparison, value, written: text }
    : { comparison, value };
}

function readPlain(text: string): PlainValue {
  if (wholeNumber.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  return text === "null" ? null : text;
}
