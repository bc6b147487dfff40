/**
 * Lays out JSON text in lines without reading it into values: in constant memory besides the text, in portions, so that
 * fifty megabytes hold nothing up. What is not JSON comes out with other line breaks, and nothing else changed.
 */

/** Characters of input to a portion. */
const portion = 256 * 1024;

/** Yields the text in portions; together they are the whole. */
export function* layOutJson(text: string): Generator<string> {
  let depth = 0;
  let at = 0;
  let out = "";
  let portionEnd = portion;
  const newLine = () => `\n${"  ".repeat(depth)}`;
  while (at < text.length) {
    const character = text[at] as string;
    if (character === '"') {
      const end = endOfString(text, at);
      out += text.slice(at, end);
      at = end;
    } else {
      at += 1;
      if (character === "{" || character === "[") {
        const next = nextInk(text, at);
        if (text[next] === (character === "{" ? "}" : "]")) {
          out += character + text[next];
          at = next + 1;
        } else {
          depth += 1;
          out += character + newLine();
        }
      } else if (character === "}" || character === "]") {
        depth = Math.max(0, depth - 1);
        out += newLine() + character;
      } else if (character === ",") out += character + newLine();
      else if (character === ":") out += ": ";
      else if (!isSpace(character)) out += character;
    }
    if (at < portionEnd) continue;
    yield out;
    out = "";
    portionEnd = at + portion;
  }
  yield `${out}\n`;
}

/** The place after the closing quote, or the text's end. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return text.length;
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === "\\") backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
}

function nextInk(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text[at] as string)) at += 1;
  return at;
}

function isSpace(character: string): boolean {
  return character === " " || character === "\n" || character === "\r" || character === "\t";
}
