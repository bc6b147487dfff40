/** Ruby source as text: enough to find calls and literals line by line, with no claim to read Ruby. Pure. */

/** Without comments; what stands in strings is left alone. Lines keep their numbers. */
export function withoutComments(source: string): string {
  return source
    .replace(/^=begin\b[\s\S]*?^=end\b.*$/gm, (block) => block.replace(/[^\n]/g, ""))
    .split("\n")
    .map(withoutComment)
    .join("\n");
}

function withoutComment(line: string): string {
  let quote = "";
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] as string;
    if (quote !== "") {
      if (character === "\\") index += 1;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    // `#{` begins an interpolation, which stands only in strings; a comment has a blank or the line's start before it.
    else if (character === "#" && (index === 0 || /\s/.test(line[index - 1] as string))) return line.slice(0, index);
  }
  return line;
}

/** `opens` at a line that begins a block with an `end` of its own, `closes` at one that is that end. */
export function blockStep(line: string): "opens" | "closes" | undefined {
  const text = line.trim();
  if (/^end\b/.test(text)) return "closes";
  if (/\bend\s*$/.test(text) && /\bdo\b|^(?:if|def|class|module|case)\b/.test(text)) return undefined;
  if (/\bdo\b\s*(?:\|[^|]*\|)?\s*$/.test(text)) return "opens";
  // An endless method, `def x = 1`, has no end (Ruby 3.0).
  if (/^(?:private\s+|protected\s+|public\s+)?def\b/.test(text))
    return /^[^=]*\)?\s=\s/.test(text) && !/^def\s+\S+=\s*\(/.test(text) ? undefined : "opens";
  if (/^(?:if|unless|case|class|module|begin|while|until|for)\b/.test(text)) return "opens";
  return /=\s*(?:if|case|begin)\b/.test(text) ? "opens" : undefined;
}
