/**
 * JSON may be written with spaces between its parts (Python's `{"id": 42}`), and rows show it without. A filter finds what
 * is read in a row, however the sender has spaced it.
 */
import { jsonPieces } from "../filter/json-pieces.ts";

/** One of these stands in JSON that has spaces between its parts, but for lists of numbers alone. */
export const spaces = ['": ', '" :', '", '] as const;

export interface SpacedJson {
  /** The word without such spaces. */
  readonly spellings: readonly string[];
  /** What stands in the text in this order, with anything between: fewer texts than have all of it. */
  readonly pieces: readonly string[];
  /** Whether the text has the word, but for spaces between the parts of JSON. */
  isIn(text: string): boolean;
}

/** Undefined for a word that is no part of JSON. */
export function spacedJson(word: string): SpacedJson | undefined {
  const pieces = jsonPieces(word);
  if (!pieces) return undefined;
  // It may begin within a string: then its first quote ends that one.
  const spellings = [...new Set([compact(word), compact(`"${word}`).slice(1)])];
  const folded = spellings.map((text) => text.toLowerCase());
  return {
    spellings,
    pieces,
    isIn: (text) => {
      const whole = compact(text).toLowerCase();
      return folded.some((spelling) => whole.includes(spelling));
    },
  };
}

/** Without the spaces beside JSON's punctuation, but for those in strings; the last one may have no end. */
function compact(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*(?:"|$))|\s*([:,[\]{}])\s*/gs, "$1$2");
}
