/** Texts to compare with: whole, with `*` for any characters, or a regular expression between slashes. Compiled once. */
import { canTakeForEver } from "../filter/endless.ts";
import { findPattern, looksLikePattern } from "../filter/pattern.ts";
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
  if (found) return faultOfExpression(found.source, found.flags);
  return looksLikePattern(pattern) ? "This regular expression has no end: close it with /." : undefined;
}

/** Of an expression as it is written for data: `^say`, or `/^say/i` with flags. */
export function faultOfRegex(written: string): string | undefined {
  const { source, flags } = expressionIn(written) ?? { source: written, flags: "" };
  return faultOfExpression(source, flags);
}

export function compileRegex(written: string): Test {
  const { source, flags } = expressionIn(written) ?? { source: written, flags: "" };
  return compileExpression(source, flags);
}

function faultOfExpression(source: string, flags = ""): string | undefined {
  try {
    new RegExp(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : String(error);
    return `This regular expression cannot be used: ${reason}.`;
  }
  return canTakeForEver(source)
    ? "A repetition within a repetition, such as (a+)+ or (a|a)*, can take for ever. Write it without the inner or the outer one."
    : undefined;
}

/** What cannot be used matches nothing: the reader has said so before. */
function compileExpression(source: string, flags = ""): Test {
  if (faultOfExpression(source, flags) !== undefined) return () => false;
  // With `g` or `y` an expression remembers where it was, and the same text would match only every other time.
  const expression = new RegExp(source, flags.replace(/[gy]/g, ""));
  return (text) => expression.test(text.length > longestTested ? text.slice(0, longestTested) : text);
}

function compileText(pattern: TextPattern): Test {
  const found = expressionIn(pattern);
  if (found) return compileExpression(found.source, found.flags);
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

function expressionIn(pattern: TextPattern): { readonly source: string; readonly flags: string } | undefined {
  if (!pattern.startsWith("/")) return undefined;
  const found = findPattern(pattern, 0);
  return found?.to === pattern.length ? found.pattern : undefined;
}
