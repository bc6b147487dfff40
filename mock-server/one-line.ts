/** Makes any text fit for one line of a log, since some of it comes from clients. */

const maxCharacters = 2_000;

export function oneLine(text: string): string {
  const line = text.slice(0, maxCharacters).replace(/\p{Cc}+/gu, " ");
  return text.length > maxCharacters ? `${line}…` : line;
}
