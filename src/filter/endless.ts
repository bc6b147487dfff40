/**
 * Whether matching a regular expression can take for ever: what it repeats without end can be matched in more than one way,
 * and the ways are tried one after the other. Finds the usual forms, not all; refuses a few that are harmless.
 */

interface Group {
  /** Of its first character, after the parenthesis. */
  readonly from: number;
  /** Something in it repeats a number of times that is not fixed. */
  repeats: boolean;
  readonly bars: number[];
}

export function canTakeForEver(source: string): boolean {
  const groups: Group[] = [{ from: 0, repeats: false, bars: [] }];
  for (let at = 0; at < source.length; at += 1) {
    const character = source[at];
    let closed: Group | undefined;
    const from = at;
    if (character === "\\") at += 1;
    else if (character === "[") at = endOfClass(source, at);
    else if (character === "(") {
      groups.push({ from: at + 1, repeats: false, bars: [] });
      continue;
    } else if (character === "|") groups.at(-1)?.bars.push(at);
    else if (character === ")") closed = groups.length > 1 ? groups.pop() : undefined;
    else if (character === "*" || character === "+" || character === "{") continue;
    const rest = source.slice(at + 1);
    if (closed && /^(?:[*+]|\{\d*,\})/.test(rest) && (closed.repeats || isAmbiguous(source, closed, from))) return true;
    const outer = groups.at(-1);
    if (outer && (closed?.repeats || /^(?:[*+]|\{\d*,\d*\})/.test(rest))) outer.repeats = true;
  }
  return false;
}

/** `a|a`, `\w|\d`, `.|x`, `a|ab`: some text can be read as one alternative or as another. */
function isAmbiguous(source: string, { from, bars }: Group, to: number): boolean {
  if (bars.length === 0) return false;
  const inside = from + (/^\?(?::|<\w+>)/.exec(source.slice(from))?.[0].length ?? 0);
  const edges = [inside - 1, ...bars, to];
  const parts = edges.slice(0, -1).map((edge, index) => source.slice(edge + 1, edges[index + 1]));
  return parts.some((part, index) => parts.slice(index + 1).some((other) => overlap(part, other)));
}

const atom = /^(?:\\[^bBkpPux\d]|\[(?:\\.|[^\]\\])+\]|[^\\[\](){}|*+?^$])$/s;
const literal = /^[^\\[\](){}|*+?^$.]+$/s;

function overlap(first: string, second: string): boolean {
  const [one, other] = [foldedCase(first), foldedCase(second)];
  if (literal.test(one) && literal.test(other)) return one.startsWith(other) || other.startsWith(one);
  return atom.test(one) && atom.test(other) && sharesCharacter(one, other);
}

function sharesCharacter(one: string, other: string): boolean {
  try {
    const both = new RegExp(`^(?=${one}$)${other}$`, "i");
    for (let code = 0; code < 256; code += 1) if (both.test(String.fromCharCode(code))) return true;
  } catch {
    // A class that is one only with the flag `u`: it holds no character that is looked at here.
  }
  return false;
}

/** But for escapes, of which the large ones mean something else. */
function foldedCase(part: string): string {
  return part.includes("\\") ? part : part.toLowerCase();
}

function endOfClass(source: string, from: number): number {
  for (let at = from + 1; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "]") return at;
  }
  return source.length;
}
