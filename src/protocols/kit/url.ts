/** Reads an address that someone else wrote. */

/** Undefined when it is no absolute URL. */
export function readUrl(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
