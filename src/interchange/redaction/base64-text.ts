/** Text that is written in base64: a body in JSON, credentials, a cookie. Knows nothing of what may be private in it. */

/** Not within a longer word, and no part of a JSON Web Token; a shorter one would be a word by chance. */
const base64 = /(?<![\w+/=.-])(?:[A-Za-z\d+/]{24,}|[\w-]{24,})={0,2}(?![\w+/=.-])/g;
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Undefined for what is no text in base64, in either alphabet. */
export function textInBase64(characters: string): string | undefined {
  // Random bytes and plain words are hardly ever UTF-8 without control characters.
  try {
    const text = decoder.decode(Buffer.from(characters, "base64"));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what texts do not have.
    return text === "" || /[\0-\x08\x0e-\x1f\x7f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Hands over each text in base64, and writes what comes back in its place, in the same alphabet. */
export function changeBase64(text: string, change: (inner: string) => string): string {
  return text.replace(base64, (found) => {
    const inner = /[A-Z]/.test(found) ? textInBase64(found) : undefined;
    const changed = inner === undefined ? undefined : change(inner);
    if (changed === undefined || changed === inner) return found;
    return Buffer.from(changed).toString(/[_-]/.test(found) ? "base64url" : "base64");
  });
}
