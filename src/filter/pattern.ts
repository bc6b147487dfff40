/** Regular expressions in filters: found in the text, compiled, and refused where they could take for ever. */
import type { PatternValue } from "./expression.ts";

export interface FoundPattern {
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
      if (at === from + 1 || !isEnd || !/^[gimsu]*$/.test(flags)) return undefined;
      return { pattern: { source: text.slice(from + 1, at), flags }, to };
    }
  }
  return undefined;
}

/** Whether a word was most likely meant as a pattern, and lacks its end: no path has such characters. */
export function looksLikePattern(word: string): boolean {
  return /^\/(?:\^|.*(?:\\[bdswBDSW]|[.)\]][*+]|\(\?))/.test(word);
}

/** Why a pattern cannot be used, as a sentence; undefined when it can. */
export function faultOfPattern({ source, flags }: PatternValue): string | undefined {
  try {
    new RegExp(source, flags);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, "") : String(error);
    return `This regular expression cannot be used: ${reason}.`;
  }
  return hasNestedRepetition(source)
    ? "A repetition within a repetition, such as (a+)+, can take for ever. Write it without the inner or the outer one."
    : undefined;
}

/** Case is ignored unless the pattern says something else by flags of its own. `g` says nothing: one match is enough. */
export function compilePattern({ source, flags }: PatternValue): RegExp {
  return new RegExp(source, flags === "" ? "i" : flags.replaceAll("g", ""));
}

/** Whether a group that repeats something without end is itself repeated without end: what makes matching exponential. */
function hasNestedRepetition(source: string): boolean {
  /** For each open group: whether something in it repeats without end. */
  const groups: boolean[] = [false];
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    let closed = false;
    if (character === "\\") at += 1;
    else if (character === "[") at = endOfClass(source, at);
    else if (character === "(") {
      groups.push(false);
      continue;
    } else if (character === ")") closed = groups.pop() ?? false;
    else if (character === "*" || character === "+" || character === "{") continue;
    const isEndless = /^(?:[*+]|\{\d*,\})/.test(source.slice(at + 1));
    if (isEndless && closed) return true;
    if (isEndless || closed) groups[groups.length - 1] = true;
  }
  return false;
}

function endOfClass(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "]") return at;
  }
  return source.length;
}
