/** What the mock server publishes or tells as text, for protocols that carry any text. */
import type { Publication } from "../../model/hub.ts";

/** One publication goes to many clients as the same object, so its text is made once. */
const texts = new WeakMap<Publication, string>();

export function publicationText(publication: Publication): string {
  const { data } = publication;
  if (typeof data === "string") return data;
  let text = texts.get(publication);
  if (text === undefined) {
    text = dataText(data);
    texts.set(publication, text);
  }
  return text;
}

/** A string as it is, anything else as compact JSON. */
export function dataText(data: unknown): string {
  return typeof data === "string" ? data : (JSON.stringify(data) ?? "null");
}
