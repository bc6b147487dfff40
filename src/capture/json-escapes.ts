/**
 * Characters that JSON may write in another way than people read them: `\"`, Rails' `\u003c` for `<`, PHP's `\/`, Python's
 * `\u00e9`. A filter finds them as they are read; JSON within a string of JSON is escaped twice.
 */

const escapeSequence = /\\(?:u([0-9a-f]{4})|(["\\/bfnrt]))/gi;
const letters: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** What must stand in a text so that such characters can be in it escaped; empty where they never are. */
export function escapesOf(characters: string): readonly string[] {
  const escapes: string[] = [];
  for (const own of ['"', "/"]) if (characters.includes(own)) escapes.push(`\\${own}`);
  if (/[\\\n\r\t\f\b]/.test(characters)) escapes.push("\\");
  if (/[<>&'=]|[^ -~]/.test(characters)) escapes.push("\\u");
  return escapes;
}

/** Whether the test holds for the text with its escapes undone, once or twice. */
export function holdsUnescaped(text: string, test: (text: string) => boolean): boolean {
  const once = unescaped(text);
  return test(once) || (once.includes("\\") && test(unescaped(once)));
}

function unescaped(text: string): string {
  return text.replace(escapeSequence, (_, code: string | undefined, letter: string) =>
    code === undefined ? (letters[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
