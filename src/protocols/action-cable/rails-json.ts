/** JSON as Rails writes it on the wire: `<`, `>`, `&`, U+2028 and U+2029 as escapes (ActiveSupport's default). */

const special = /[<>&\u2028\u2029]/g;

export function railsJson(value: unknown): string {
  const json = JSON.stringify(value) ?? "null";
  return json.replace(special, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
