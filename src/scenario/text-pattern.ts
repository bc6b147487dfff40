/** Texts to compare with: whole, with `*` for any characters, or a regular expression between slashes. Compiled once. */
import type { PatternValue } from "../filter/expression.ts";
import { faultOfPattern, findPattern, looksLikePattern } from "../filter/pattern.ts";
import type { TextPattern } from "./scenario.ts";

type Test = (text: string) => boolean;

/** A regular expression is not shown more of a text: how long it takes can grow much faster than the text does. */
const longestTested = 10_000;

/** Patterns come from one file, so there are never many; this only keeps a mistake from growing for ever. */
const mostCompiled = 2000;

const compiled = new Map<TextPattern, Test>();

export function matchesText(pattern: TextPattern, text: string): boolean {
  let test = compiled.get(pattern);
  if (!test) {
    if (compiled.size >= mostCompiled) compiled.clear();
    test = compileText(pattern);
    compiled.set(pattern, test);
  }
  return test(text);
}

/** Why a pattern cannot be used, as a sentence; undefined when it can. `/cable` and `/poll/chat` are paths, no expressions. */
export function faultOfText(pattern: TextPattern): string | undefined {
  const found = expressionIn(pattern);
  if (found) return faultOfPattern(found);
  return looksLikePattern(pattern) ? "This regular expression has no end: close it with /." : undefined;
}

/** Of an expression as it is written for data: `^say`, or `/^say/i` with flags. */
export function faultOfRegex(written: string): string | undefined {
  return faultOfPattern(expressionIn(written) ?? { source: written, flags: "" });
}

export function compileRegex(written: string): Test {
  return compileExpression(expressionIn(written) ?? { source: written, flags: "" });
}

/** What cannot be used matches nothing: the reader has said so before. */
function compileExpression(pattern: PatternValue): Test {
  if (faultOfPattern(pattern) !== undefined) return () => false;
  const { source, flags } = pattern;
  // With `g` or `y` an expression remembers where it was, and the same text would match only every other time.
  const expression = new RegExp(source, flags.replace(/[gy]/g, ""));
  return (text) => expression.test(text.length > longestTested ? text.slice(0, longestTested) : text);
}

function compileText(pattern: TextPattern): Test {
  const found = expressionIn(pattern);
  if (found) return compileExpression(found);
  if (!pattern.includes("*")) return (text) => text === pattern;
  const parts = pattern.split("*");
  return (text) => holdsInOrder(text, parts);
}

/** By looking for one part after the other, which takes no longer than the text is long. */
function holdsInOrder(text: string, parts: readonly string[]): boolean {
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

function expressionIn(pattern: TextPattern): PatternValue | undefined {
  if (!pattern.startsWith("/")) return undefined;
  const found = findPattern(pattern, 0);
  return found?.to === pattern.length ? found.pattern : undefined;
}
