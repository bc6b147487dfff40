/**
 * Makes text of a peer safe to print: a terminal obeys control characters, and a peer must not command it.
 * Colours are put on afterwards.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point.
const commanding = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** On one line: control characters become their pictures (␛), those without one and direction overrides become \u{…}. */
export function printable(text: string): string {
  return text.replace(commanding, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "␡" : `\\u{${code.toString(16)}}`;
  });
}

/** JSON as printed on one line: what JSON itself leaves unescaped and a terminal may obey is escaped too. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(commanding, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Cut to a width, the cut shown. */
export function fitted(text: string, width: number): string {
  const characters = [...text];
  return characters.length <= width ? text : `${characters.slice(0, Math.max(0, width - 1)).join("")}…`;
}

/** Broken at spaces into lines of at most that width; a longer word stays whole. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
