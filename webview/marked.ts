/** A text with the places marked that a filter looks for. */
import { html } from "lit";
import { findHighlights } from "../src/filter/highlights.ts";

export function marked(text: string, pattern: RegExp | undefined) {
  const places = pattern ? findHighlights(text, pattern) : [];
  if (places.length === 0) return text;
  let at = 0;
  const parts = places.map(([from, to]) => {
    const before = text.slice(at, from);
    at = to;
    return html`${before}<mark>${text.slice(from, to)}</mark>`;
  });
  return html`${parts}${text.slice(at)}`;
}
