/** Where JSON may have spaces that people read over: Python writes `{"id": 42}`, and rows show it without. */

/** JSON's own punctuation beside a quote or a bracket. */
const punctuation = /"\s*[:,]|[:,[{]\s*["[{]|[\]}"]\s*[\]},]/;

/** A word cut where spaces may stand; undefined for one that is no part of JSON. */
export function jsonPieces(word: string): readonly string[] | undefined {
  if (!punctuation.test(word)) return undefined;
  return word.split(/\s*(?<=[:,[{])\s*|\s*(?=[:,\]}])/).filter((piece) => piece !== "");
}
