/** What of made-up rows a filter leaves, in the language as far as rows can answer: enough for the page's tests. */
import type { Row } from "../../src/bridge/rows.ts";
import type { Expression, FieldName, FieldTest } from "../../src/filter/expression.ts";
import { parseFilter } from "../../src/filter/parse.ts";
import { compilePattern } from "../../src/filter/pattern.ts";

/** Throws as the engine does when the filter cannot be read. */
export function matching(rows: readonly Row[], filter: string): readonly Row[] {
  const { expression, faults } = parseFilter(filter);
  const [fault] = faults;
  if (fault) throw new Error(`Filter, character ${fault.from + 1}: ${fault.message}`);
  return expression ? rows.filter((row) => holds(expression, row)) : rows;
}

function holds(expression: Expression, row: Row): boolean {
  switch (expression.kind) {
    case "all":
      return expression.parts.every((part) => holds(part, row));
    case "any":
      return expression.parts.some((part) => holds(part, row));
    case "not":
      return !holds(expression.part, row);
    case "text":
      return textsOf(row).some((text) => text.toLowerCase().includes(expression.text.toLowerCase()));
    case "pattern":
      return textsOf(row).some((text) => compilePattern(expression.pattern).test(text));
    case "field":
      return expression.tests.some((test) => valuesOf(expression.field, row).some((value) => fits(test, value)));
    default:
      return true;
  }
}

function textsOf(row: Row): readonly string[] {
  return [row.kind, row.channel, row.channelLabel, row.eventId, row.summary].filter((text) => text !== undefined);
}

function valuesOf(field: FieldName, row: Row): readonly (string | number)[] {
  const isVerdict = row.source === "event";
  const values: Partial<Record<FieldName, readonly (string | number | undefined)[]>> = {
    kind: [row.kind],
    channel: [row.channelLabel, row.channel],
    id: [row.eventId, Number(row.eventId)],
    dir: [row.direction],
    size: [row.sizeBytes],
    verdict: isVerdict ? ["any", row.level, row.kind] : [],
  };
  return (values[field] ?? []).filter((value) => value !== undefined);
}

function fits(test: FieldTest, value: string | number): boolean {
  switch (test.comparison) {
    case "is":
      return value === test.value;
    case "has":
      return String(value).toLowerCase().includes(String(test.value).toLowerCase());
    case ">":
      return value > (test.value ?? 0);
    case "between":
      return value >= (test.value ?? 0) && value <= (test.to ?? 0);
    default:
      return false;
  }
}
