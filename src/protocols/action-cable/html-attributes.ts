/** Reads the attributes of one HTML tag. Builds no DOM; reads forward only, so that no input makes it slow. */

export interface TagReading {
  /** Names in lower case; the first of a name counts. */
  readonly attributes: Record<string, string>;
  /** Offset just behind the tag. */
  readonly end: number;
  readonly selfClosed: boolean;
}

const space = /\s*/y;
const name = /[^\s"'<>/=]+/y;
const unquoted = /[^\s"'=<>`]+/y;

/** `from` is just behind the tag's name. Undefined when the tag does not end. */
export function readAttributes(text: string, from: number): TagReading | undefined {
  const attributes: Record<string, string> = Object.create(null);
  let offset = from;
  for (;;) {
    offset = skip(space, text, offset);
    const char = text[offset];
    if (char === undefined) return undefined;
    if (char === ">") return { attributes, end: offset + 1, selfClosed: false };
    if (char === "/" && text[offset + 1] === ">") return { attributes, end: offset + 2, selfClosed: true };
    const nameEnd = skip(name, text, offset);
    if (nameEnd === offset) {
      offset += 1;
      continue;
    }
    const key = text.slice(offset, nameEnd).toLowerCase();
    const value = readValue(text, skip(space, text, nameEnd));
    if (!value) return undefined;
    attributes[key] ??= unescapeHtml(value.text);
    offset = value.end;
  }
}

/** `from` is behind the name: an attribute without a value has an empty one. */
function readValue(text: string, from: number): { readonly text: string; readonly end: number } | undefined {
  if (text[from] !== "=") return { text: "", end: from };
  const start = skip(space, text, from + 1);
  const quote = text[start];
  if (quote !== '"' && quote !== "'") {
    const end = skip(unquoted, text, start);
    return { text: text.slice(start, end), end };
  }
  const close = text.indexOf(quote, start + 1);
  return close < 0 ? undefined : { text: text.slice(start + 1, close), end: close + 1 };
}

function skip(pattern: RegExp, text: string, offset: number): number {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : offset;
}

const entities: Readonly<Record<string, string>> = { quot: '"', "#39": "'", "#x27": "'", lt: "<", gt: ">", amp: "&" };

function unescapeHtml(text: string): string {
  return text.replace(/&(quot|#39|#x27|lt|gt|amp);/g, (_, entity: string) => entities[entity] ?? "");
}
