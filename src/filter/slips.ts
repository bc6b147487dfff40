/** What people bring along from other languages, and what is written for it here. Each sentence says what to do. */
import { fieldMeant, fieldNamed } from "./fields.ts";

const comparisons = new Set(["=", "==", "===", "!=", "!==", "<>", "<", ">", "<=", ">=", "=<", "=>", "~", "!~", "=~"]);

/** What is wrong with a word that is an operator elsewhere, or that cannot be one here; undefined for all other words. */
export function slipOf(word: string): string | undefined {
  if (word === "&&" || word === "&") return `What stands side by side must all hold: leave ${word} away, or quote it.`;
  if (word === "||" || word === "|") return `Either of two is written a or b: write or for ${word}, or quote it.`;
  if (!comparisons.has(word)) return undefined;
  return `Only a path has ${word} after it, such as $.user.id = 42; a field has it within, such as size:>10kB. To find the characters, quote them.`;
}

/** `chat:lobby` is a word like any other; `chanel:lobby` is a slip, of which the first so many characters are meant. */
export function strangeField(word: string): { readonly message: string; readonly length: number } | undefined {
  const [, written] = /^([a-z]{1,39}):/i.exec(word) ?? [];
  const meant = written === undefined ? undefined : fieldMeant(written);
  if (written === undefined || meant === undefined) return undefined;
  const message = `There is no field ${written}: did you mean ${meant}: ? To find the text itself, quote it.`;
  return { message, length: written.length + 1 };
}

/** Whether `!` stands where a `-` is meant: before a field, a path, a phrase, a pattern or a parenthesis. */
export function isStrangeNot(text: string): boolean {
  const [whole, field] = /^!(?:\(|"|\$[.[]|([a-z]+):)/i.exec(text) ?? [];
  return whole !== undefined && (field === undefined || fieldNamed(field) !== undefined);
}

/**
 * Whether the word `not` comes next and is no word to be found: in capitals before anything, in small letters (as in
 * "not found") only before a field, a path or a parenthesis.
 */
export function isNot(text: string): boolean {
  if (/^NOT(?:\s+[^\s)]|\()/.test(text)) return true;
  const [whole, field] = /^not(?:\s*\(|\s+(?:\$[.[]|([a-z]+):))/i.exec(text) ?? [];
  return whole !== undefined && (field === undefined || fieldNamed(field) !== undefined);
}
