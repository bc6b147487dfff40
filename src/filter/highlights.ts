/** What of the rows' words is to be marked: whatever the filter looks for, and does not look away from. */
import type { Expression, FieldName, FieldTest, PatternValue } from "./expression.ts";
import { jsonPieces } from "./json-pieces.ts";
import { compilePattern } from "./pattern.ts";

/** Global patterns. Each has its own flags and groups, which could not stand within one pattern for all of them. */
export type Marks = readonly RegExp[];

export interface Highlights {
  /** Anywhere: in all columns and in the payload. */
  readonly everywhere: Marks;
  /** Only where that field is shown. */
  readonly byField: Partial<Readonly<Record<FieldName, Marks>>>;
}

const none: Highlights = { everywhere: [], byField: {} };

export function highlightsOf(expression: Expression | undefined): Highlights {
  if (!expression) return none;
  const everywhere: Wanted[] = [];
  const byField = new Map<FieldName, Wanted[]>();
  collect(expression, everywhere, byField);
  const fields = [...byField].map(([field, wanted]) => [field, marksOf(wanted)] as const);
  return { everywhere: marksOf(everywhere), byField: Object.fromEntries(fields) };
}

/** Characters as the source of a pattern, or a pattern as it was written. */
type Wanted = string | PatternValue;

function collect(expression: Expression, everywhere: Wanted[], byField: Map<FieldName, Wanted[]>): void {
  switch (expression.kind) {
    case "all":
    case "any":
      for (const part of expression.parts) collect(part, everywhere, byField);
      break;
    case "text":
      everywhere.push((jsonPieces(expression.text) ?? [expression.text]).map(escaped).join("\\s*"));
      break;
    case "pattern":
      everywhere.push(expression.pattern);
      break;
    case "path":
      if (expression.test) everywhere.push(...wantedBy(expression.test));
      break;
    case "field":
      byField.set(expression.field, [
        ...(byField.get(expression.field) ?? []),
        ...expression.tests.flatMap((test) => wantedBy(test)),
      ]);
  }
}

function wantedBy(test: FieldTest): Wanted[] {
  if (test.comparison === "matches") return [test.value];
  if (test.comparison !== "is" && test.comparison !== "has") return [];
  const { value } = test;
  if (typeof value !== "string" || value === "") return [];
  return [value.split("*").map(escaped).join(".*?")];
}

function marksOf(wanted: readonly Wanted[]): Marks {
  const words = wanted.filter((one) => typeof one === "string");
  const patterns = wanted.filter((one) => typeof one !== "string").map(compilePattern);
  return [
    ...(words.length > 0 ? [new RegExp(words.join("|"), "gi")] : []),
    ...patterns.map(({ source, flags }) => new RegExp(source, `${flags}g`)),
  ];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

type Stretch = readonly [from: number, to: number];

/** Where the marks are found: `[from, to)` pairs, in order, without overlap and without empty ones. At most `most`. */
export function findHighlights(text: string, marks: Marks, most = 100): readonly Stretch[] {
  const found = marks.flatMap((pattern) => stretchesOf(text, pattern, most));
  return (marks.length > 1 ? united(found) : found).slice(0, most);
}

function stretchesOf(text: string, pattern: RegExp, most: number): Stretch[] {
  const found: Stretch[] = [];
  for (const match of text.matchAll(pattern)) {
    if (found.length >= most) break;
    if (match[0] !== "") found.push([match.index, match.index + match[0].length]);
  }
  return found;
}

function united(stretches: readonly Stretch[]): readonly Stretch[] {
  const whole: Stretch[] = [];
  for (const [from, to] of [...stretches].sort((one, other) => one[0] - other[0])) {
    const last = whole.at(-1);
    if (last && from < last[1]) whole[whole.length - 1] = [last[0], Math.max(last[1], to)];
    else whole.push([from, to]);
  }
  return whole;
}
