/** Regular expressions in filters: found in the text, compiled, and refused where they could take for ever. */
import { canTakeForEver } from "./endless.ts";
import type { PatternValue } from "./expression.ts";
import type { Reader } from "./reader.ts";

/** Takes a pattern if one comes next, which in a list ends at one of `stops` as well. */
export function takePattern(reader: Reader, stops = ""): PatternValue | undefined {
  const from = reader.at;
  const found = reader.peek() === "/" ? findPattern(reader.text, from, stops) : undefined;
  if (!found) return undefined;
  reader.at = found.to;
  reader.token("pattern", from);
  const fault = faultOfPattern(found.pattern);
  if (fault) reader.fault(fault, from);
  return found.pattern;
}

interface FoundPattern {
  readonly pattern: PatternValue;
  /** Where it ends in the text, flags included. */
  readonly to: number;
}

/**
 * The pattern that begins at this slash; undefined where none does: a second slash must come, and after it only flags and
 * the end of the word, so that `/cable` and `/poll/chat` stay words. `stops` end a word as well.
 */
export function findPattern(text: string, from: number, stops = ""): FoundPattern | undefined {
  let isInClass = false;
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === "[") isInClass = true;
    else if (character === "]") isInClass = false;
    else if (character === "/" && !isInClass) {
      const flags = /^[a-z]*/i.exec(text.slice(at + 1))?.[0] ?? "";
      const to = at + 1 + flags.length;
      const next = text[to];
      const isEnd = next === undefined || /[\s)]/.test(next) || stops.includes(next);
      if (at === from + 1 || !isEnd || !/^[gimsuv]*$/.test(flags)) return undefined;
      return { pattern: { source: text.slice(from + 1, at), flags }, to };
    }
  }
  return undefined;
}

/** Whether a word was most likely meant as a pattern, and lacks its end: no path has such characters. */
export function looksLikePattern(word: string): boolean {
  return /^\/(?:\^|.*(?:\\[bdswBDSW]|[.)\]][*+]|\(\?)|.*\[[^\]]*\/[gimsuv]*$)/.test(word);
}

/** Why a pattern cannot be used, as a sentence; undefined when it can. */
export function faultOfPattern({ source, flags }: PatternValue): string | undefined {
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

/** Case is ignored unless the pattern says something else by flags of its own. `g` says nothing: one match is enough. */
export function compilePattern({ source, flags }: PatternValue): RegExp {
  return new RegExp(source, flags === "" ? "i" : flags.replaceAll("g", ""));
}
