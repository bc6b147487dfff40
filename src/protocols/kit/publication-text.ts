/** A publication of the mock server's hub as text, for protocols that carry any text. */
import type { Publication } from "../../model/hub.ts";

/** One publication goes to many clients as the same object, so its text is made once. */
const texts = new WeakMap<Publication, string>();

/** A string as it is, anything else as compact JSON. */
export function publicationText(publication: Publication): string {
  const { data } = publication;
  if (typeof data === "string") return data;
  let text = texts.get(publication);
  if (text === undefined) {
    text = JSON.stringify(data) ?? "null";
    texts.set(publication, text);
  }
  return text;
}
