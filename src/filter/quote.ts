/** Characters as a quoted phrase, as the reader reads them. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}
