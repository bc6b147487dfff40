/**
 * Finds where a text stops being JSON (RFC 8259). Runs only after `JSON.parse` refused, since V8 names no place for
 * short texts and no two engines word it alike. Builds no value.
 */

export interface JsonFault {
  /** The tail of a sentence: `unexpected end`, `unexpected "t"`. */
  readonly reason: string;
  /** UTF-16 code units from the start. */
  readonly offset: number;
}

const literals = ["true", "false", "null"] as const;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const blank = /[ \t\n\r]*/y;
const escaped = /["\\/bfnrt]|u[0-9a-fA-F]{4}/y;

/** Undefined when the text is JSON after all. Iterative: depth costs memory, never the stack. */
export function findJsonFault(text: string): JsonFault | undefined {
  const closers: string[] = [];
  let offset = skipBlank(text, 0);
  let expects: "value" | "value or ]" | "key" | "key or }" | "separator" = "value";
  for (;;) {
    const char = text[offset];
    if (expects === "separator" && closers.length === 0) {
      return char === undefined ? undefined : { reason: `${show(char)} after the end of the value`, offset };
    }
    if (char === undefined) return { reason: "unexpected end", offset };
    if (expects === "separator") {
      const closer = closers[closers.length - 1];
      if (char === closer) closers.pop();
      else if (char === ",") expects = closer === "}" ? "key" : "value";
      else return { reason: `expected "," or "${closer}", found ${show(char)}`, offset };
      offset = skipBlank(text, offset + 1);
      continue;
    }
    if (expects === "key" || expects === "key or }") {
      if (char === "}" && expects === "key or }") {
        closers.pop();
        expects = "separator";
        offset = skipBlank(text, offset + 1);
        continue;
      }
      if (char !== '"') return { reason: `expected a key in double quotes, found ${show(char)}`, offset };
      const end = stringEnd(text, offset);
      if (typeof end !== "number") return end;
      offset = skipBlank(text, end);
      const colon = text[offset];
      if (colon === undefined) return { reason: "unexpected end", offset };
      if (colon !== ":") return { reason: `expected ":", found ${show(colon)}`, offset };
      offset = skipBlank(text, offset + 1);
      expects = "value";
      continue;
    }
    if (char === "]" && expects === "value or ]") {
      closers.pop();
      expects = "separator";
      offset = skipBlank(text, offset + 1);
      continue;
    }
    if (char === "{" || char === "[") {
      closers.push(char === "{" ? "}" : "]");
      expects = char === "{" ? "key or }" : "value or ]";
      offset = skipBlank(text, offset + 1);
      continue;
    }
    const end = scalarEnd(text, offset, char);
    if (typeof end !== "number") return end;
    offset = skipBlank(text, end);
    expects = "separator";
  }
}

function scalarEnd(text: string, offset: number, char: string): number | JsonFault {
  if (char === '"') return stringEnd(text, offset);
  const numberEnd = matchAt(number, text, offset);
  if (numberEnd !== undefined) return numberEnd;
  for (const literal of literals) if (text.startsWith(literal, offset)) return offset + literal.length;
  return { reason: `unexpected ${show(char)}`, offset };
}

// A loop and no regular expression: one over a string of many megabytes would overflow the engine's backtracking stack.
function stringEnd(text: string, start: number): number | JsonFault {
  let offset = start + 1;
  while (offset < text.length) {
    const code = text.charCodeAt(offset);
    if (code === 0x22) return offset + 1;
    if (code < 0x20) return { reason: `raw control character ${codePoint(code)} in a string`, offset };
    if (code !== 0x5c) {
      offset += 1;
      continue;
    }
    const end = matchAt(escaped, text, offset + 1);
    if (end === undefined) {
      if (offset + 1 >= text.length) break;
      return { reason: `wrong escape ${JSON.stringify(text.slice(offset, offset + 2))} in a string`, offset };
    }
    offset = end;
  }
  return { reason: "a string that does not end", offset: start };
}

function skipBlank(text: string, offset: number): number {
  return matchAt(blank, text, offset) ?? offset;
}

function matchAt(pattern: RegExp, text: string, offset: number): number | undefined {
  pattern.lastIndex = offset;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function show(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0x20 || code === 0x7f || code === 0xfeff ? codePoint(code) : JSON.stringify(char);
}

function codePoint(code: number): string {
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
