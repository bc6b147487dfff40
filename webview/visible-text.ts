/**
 * Makes characters visible that a peer could hide behind: control characters, invisible ones, and those that turn the
 * reading direction. Knows nothing of the DOM; what comes out is still only text.
 */

// Control characters, lone surrogates, invisible and direction-turning marks. U+200C and U+200D are left alone: emoji and
// several scripts need them to be read at all.
const hidden = /[\p{Cc}\p{Cs}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/gu;

/** One line: line breaks and tabs are shown as signs too. */
export function visibleLine(text: string): string {
  return text.replace(hidden, signOf);
}

/** A text of several lines: line feeds and tabs stay what they are, and so does a carriage return before a line feed. */
export function visibleText(text: string): string {
  return text.replace(hidden, (character, at: number) => {
    if (character === "\n" || character === "\t") return character;
    if (character === "\r" && text[at + 1] === "\n") return "";
    return signOf(character);
  });
}

/** Control Pictures where Unicode has one (`␊`), else the number in angle quotes (`‹U+202E›`). */
function signOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `‹U+${code.toString(16).toUpperCase().padStart(4, "0")}›`;
}
