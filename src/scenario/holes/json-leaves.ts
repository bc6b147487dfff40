/**
 * The texts and numbers of a JSON text, with where they stand in it: also of JSON within its strings, as Action Cable's
 * identifiers and data are, however deep. Positions are those of the outermost text, so that single values can be replaced
 * and all else stays byte for byte.
 */

export interface Leaf {
  /** Of the member that it is the value of; of an item, that of its list. */
  readonly key: string | undefined;
  readonly value: string | number;
  /** Of a text, what is between its quotes. */
  readonly from: number;
  readonly to: number;
  /** In how many strings it lies. */
  readonly depth: number;
  /** A text that is itself JSON of an object or a list; what is in it follows. */
  readonly isJson: boolean;
}

const token = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[{}[\],:]/g;
/** JSON within JSON within JSON has been seen; more is an attack on whoever reads it. */
const deepest = 4;

/** In the order in which they stand; undefined where the text is no JSON of an object or a list. */
export function jsonLeaves(text: string): Leaf[] | undefined {
  if (!isStructured(text)) return undefined;
  const leaves: Leaf[] = [];
  collect(text, 0, (index) => index, leaves);
  return leaves;
}

function isStructured(text: string): boolean {
  return parseStructured(text) !== undefined;
}

/** The object or list that the text is JSON of. */
export function parseStructured(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** A quote that stands in so many strings, each of which escapes it once more. */
export function quoteAt(depth: number): string {
  return `${"\\".repeat(2 ** depth - 1)}"`;
}

/** A text as it is written within so many strings. */
export function escapedAt(text: string, depth: number): string {
  let escaped = text;
  for (let level = 0; level <= depth; level += 1) escaped = JSON.stringify(escaped).slice(1, -1);
  return escaped;
}

function collect(text: string, depth: number, place: (index: number) => number, leaves: Leaf[]): void {
  const keys: (string | undefined)[] = [];
  let key: string | undefined;
  for (const match of text.matchAll(token)) {
    const [found] = match;
    const start = match.index;
    const end = start + found.length;
    if (found === "{" || found === "[") keys.push(key);
    else if (found === "}" || found === "]") key = keys.pop();
    else if (found === ",") key = keys.at(-1);
    else if (found.startsWith('"')) {
      const value = JSON.parse(found) as string;
      if (/^\s*:/.test(text.slice(end, end + 32))) {
        key = value;
        continue;
      }
      const isJson = depth < deepest && isStructured(value);
      leaves.push({ key, value, from: place(start + 1), to: place(end - 1), depth, isJson });
      if (!isJson) continue;
      const places = placesIn(found.slice(1, -1));
      collect(value, depth + 1, (index) => place(start + 1 + (places[index] ?? 0)), leaves);
    } else if (found !== ":") {
      leaves.push({ key, value: Number(found), from: place(start), to: place(end), depth, isJson: false });
    }
  }
}

/** Where each character of what a JSON string says begins in it; the last place is its end. */
function placesIn(raw: string): readonly number[] {
  const places: number[] = [];
  for (let at = 0; at < raw.length; at += raw[at] === "\\" ? (raw[at + 1] === "u" ? 6 : 2) : 1) places.push(at);
  places.push(raw.length);
  return places;
}
