/** A text with the places marked that a filter looks for. */
import { html } from "lit";
import { findHighlights, type Marks } from "../src/filter/highlights.ts";

export function marked(text: string, marks: Marks) {
  const places = findHighlights(text, marks);
  if (places.length === 0) return text;
  let at = 0;
  const parts = places.map(([from, to]) => {
    const before = text.slice(at, from);
    at = to;
    return html`${before}<mark>${text.slice(from, to)}</mark>`;
  });
  return html`${parts}${text.slice(at)}`;
}
