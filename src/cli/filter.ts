/** Reads `--filter`, so that a slip is told before anything is connected to: with a caret under the place. */
import type { Place } from "../filter/expression.ts";
import { parseFilter } from "../filter/parse.ts";
import { printable } from "./printable.ts";
import { UsageError } from "./usage-error.ts";

/** Returns the text as it is. Throws a `UsageError` of several lines that tells every fault at its place. */
export function readFilter(text: string): string {
  const { faults } = parseFilter(text);
  if (faults.length === 0) return text;
  const marked = faults.map((fault) => [...marks(text, fault), `  ${printable(fault.message)}`]);
  throw new UsageError(["The filter cannot be read:", ...marked.flat()].join("\n"));
}

function marks(text: string, { from, to }: Place): [line: string, carets: string] {
  const before = columns(printable(text.slice(0, from)));
  const under = columns(printable(text.slice(from, to)));
  return [`  ${printable(text)}`, `  ${" ".repeat(before)}${"^".repeat(Math.max(1, under))}`];
}

/** As terminals draw it: marks upon letters take none, East Asian letters and pictures take two. */
function columns(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/[\p{Mark}\u200d]/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
