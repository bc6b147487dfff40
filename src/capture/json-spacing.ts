/**
 * JSON may be written with spaces between its parts (Python's `{"id": 42}`), and rows show it without. A filter finds what
 * is read in a row, however the sender has spaced it.
 */
import { jsonPieces } from "../filter/json-pieces.ts";

export interface SpacedJson {
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
  const spellings = [compact(word), compact(`"${word}`).slice(1)].map((text) => text.toLowerCase());
  return {
    pieces,
    isIn: (text) => {
      const whole = compact(text).toLowerCase();
      return spellings.some((spelling) => whole.includes(spelling));
    },
  };
}

/** Without the spaces outside of strings; the last one may have no end. */
function compact(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*(?:"|$))|\s+/gs, "$1");
}
