/** What of the rows' words is to be marked: whatever the filter looks for, and does not look away from. */
import type { Expression, FieldName, FieldTest, PatternValue } from "./expression.ts";
import { compilePattern } from "./pattern.ts";

export interface Highlights {
  /** Anywhere: in all columns and in the payload. */
  readonly everywhere: RegExp | undefined;
  /** Only where that field is shown. */
  readonly byField: Partial<Readonly<Record<FieldName, RegExp>>>;
}

const none: Highlights = { everywhere: undefined, byField: {} };

/** The patterns are global and ignore case; they never match nothing. */
export function highlightsOf(expression: Expression | undefined): Highlights {
  if (!expression) return none;
  const everywhere: string[] = [];
  const byField = new Map<FieldName, string[]>();
  collect(expression, everywhere, byField);
  const fields = [...byField].map(([field, sources]) => [field, union(sources)] as const);
  return { everywhere: union(everywhere), byField: Object.fromEntries(fields) };
}

function collect(expression: Expression, everywhere: string[], byField: Map<FieldName, string[]>): void {
  switch (expression.kind) {
    case "all":
    case "any":
      for (const part of expression.parts) collect(part, everywhere, byField);
      break;
    case "text":
      everywhere.push(escaped(expression.text));
      break;
    case "pattern":
      everywhere.push(patternSource(expression.pattern));
      break;
    case "path":
      if (expression.test) everywhere.push(...sourcesOf(expression.test));
      break;
    case "field":
      byField.set(expression.field, [
        ...(byField.get(expression.field) ?? []),
        ...expression.tests.flatMap((test) => sourcesOf(test)),
      ]);
  }
}

function sourcesOf(test: FieldTest): string[] {
  if (test.comparison === "matches") return [patternSource(test.value)];
  if (test.comparison !== "is" && test.comparison !== "has") return [];
  const { value } = test;
  if (typeof value !== "string" || value === "") return [];
  return [value.split("*").map(escaped).join(".*?")];
}

/** With flags of its own, since all of them become one that ignores case. */
function patternSource(pattern: PatternValue): string {
  const { source, ignoreCase, multiline, dotAll } = compilePattern(pattern);
  const on = `${multiline ? "m" : ""}${dotAll ? "s" : ""}`;
  const off = ignoreCase ? "" : "-i";
  return on === "" && off === "" ? source : `(?${on}${off}:${source})`;
}

function union(sources: readonly string[]): RegExp | undefined {
  if (sources.length === 0) return undefined;
  try {
    // Look-ahead for one character: a pattern such as `a*` must not match nothing at every place.
    return new RegExp(sources.map((source) => `(?=[^])(?:${source})`).join("|"), "gi");
  } catch {
    return undefined;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** Where the pattern is found: `[from, to)` pairs, in order, without empty ones. At most `most`. */
export function findHighlights(text: string, pattern: RegExp, most = 100): (readonly [from: number, to: number])[] {
  const found: (readonly [number, number])[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match && found.length < most; match = pattern.exec(text)) {
    if (match[0] === "") pattern.lastIndex += 1;
    else found.push([match.index, match.index + match[0].length]);
  }
  return found;
}
