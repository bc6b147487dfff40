/** Makes any text fit for one line of a log, since some of it comes from clients. */

const MAX_LENGTH = 2_000;

export function oneLine(text: string): string {
  const line = text.slice(0, MAX_LENGTH).replace(/\p{Cc}+/gu, " ");
  return text.length > MAX_LENGTH ? `${line}…` : line;
}
