/**
 * What `{{name}}` means in a recorded frame: which of them are holes, and what the server's frames become when they are
 * filled. Knows nothing of when a frame is sent.
 */
import { escapedAt } from "./json-leaves.ts";

export type HoleValue = string | number;
export type HoleValues = ReadonlyMap<string, HoleValue>;

/** Written by the time at which they are sent. */
export const clocks = ["now_seconds", "now_ms"] as const;
export type Clock = (typeof clocks)[number];

/** With the quotes around it, if any: `\\*"` is a quote within however many strings. */
const holePattern = /(\\*")?\{\{\s*([a-z]\w*)\s*\}\}(\\*")?/g;
const onlyHole = /^\{\{\s*([a-z]\w*)\s*\}\}$/;

export function isClock(name: string): name is Clock {
  return (clocks as readonly string[]).includes(name);
}

/** The hole that a text is nothing but, if it is one. */
export function holeOf(text: string, recorded: Readonly<Record<string, HoleValue>>): string | undefined {
  const name = onlyHole.exec(text)?.[1];
  return name !== undefined && (isClock(name) || Object.hasOwn(recorded, name)) ? name : undefined;
}

/** `find` gives undefined for what is no hole, and stays as it is. */
export function filled(text: string, find: (name: string) => HoleValue | undefined): string {
  if (!text.includes("{{")) return text;
  const isJson = /^\s*[{["]/.test(text);
  return text.replace(holePattern, (all, before: string | undefined, name: string, after: string | undefined) => {
    const value = find(name);
    if (value === undefined) return all;
    if (before === undefined || before !== after) {
      const within = isJson && before !== '"' ? escapedAt(String(value), 0) : String(value);
      return `${before ?? ""}${within}${after ?? ""}`;
    }
    // A quote in n strings is 2ⁿ characters long: 2ⁿ - 1 backslashes before it.
    return typeof value === "number" ? String(value) : before + escapedAt(value, Math.log2(before.length)) + after;
  });
}

/**
 * What the holes of a text stand for in another; undefined where that is another one. No regular expression, which with
 * many holes could take for ever on what a peer sends: each hole ends where the text behind it comes first.
 */
export function valuesIn(
  template: string,
  text: string,
  isHole: (name: string) => boolean,
): readonly (readonly [name: string, value: string])[] | undefined {
  const values: [string, string][] = [];
  let literal = "";
  let at = 0;
  const pieces = template.split(/(\{\{\s*[a-z]\w*\s*\}\})/);
  for (const piece of [...pieces, undefined]) {
    const name = piece === undefined ? undefined : onlyHole.exec(piece)?.[1];
    if (piece !== undefined && (name === undefined || !isHole(name))) {
      literal += piece;
      continue;
    }
    const open = values.at(-1);
    // The last piece stands at the end, whatever else looks like it before.
    const found = piece === undefined && open ? text.length - literal.length : text.indexOf(literal, at);
    if (found < at || (!open && found !== 0) || !text.startsWith(literal, found)) return undefined;
    if (open) open[1] = text.slice(at, found);
    at = found + literal.length;
    literal = "";
    if (name !== undefined) values.push([name, ""]);
  }
  return values.length > 0 && at === text.length ? values : undefined;
}
