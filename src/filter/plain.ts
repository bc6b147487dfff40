/** Reads what is written after a path's operator: numbers, true, false, null, ranges of numbers, or else characters. */
import type { FieldTest, PlainValue } from "./expression.ts";
import type { Operator } from "./fields.ts";

const number = String.raw`[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?`;
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
      : { comparison: "between", ...numberOf(start), ...numberTo(end) };
  if (start !== undefined) return { comparison: ">=", ...numberOf(start) };
  if (end !== undefined) return { comparison: "<=", ...numberOf(end) };
  if (operator !== "=" && (value === null || typeof value === "boolean"))
    return `${value} has no order: compare it with = or !=.`;
  const comparison = operator === "=" ? "is" : operator;
  return typeof value === "number" ? { comparison, ...numberOf(text) } : { comparison, value };
}

/** What a number cannot keep (1.10, an id of twenty digits) may stand in a string of the payload. */
function numberOf(text: string): { readonly value: number; readonly written?: string } {
  const value = Number(text);
  return String(value) === text ? { value } : { value, written: text };
}

function numberTo(text: string): { readonly to: number; readonly writtenTo?: string } {
  const { value, written } = numberOf(text);
  return written === undefined ? { to: value } : { to: value, writtenTo: written };
}

function readPlain(text: string): PlainValue {
  if (wholeNumber.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  return text === "null" ? null : text;
}
