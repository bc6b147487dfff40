/** The Last-Event-ID header: UTF-8 on the wire (WHATWG HTML section 9.2.3), text in our header lists. */
import type { HeaderList } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { decodeUtf8 } from "../kit/utf8.ts";

export const lastEventIdHeader = "Last-Event-ID";

/** False for an id with control characters, which no header may carry (RFC 9110 section 5.5). */
export function fitsHeader(id: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  return !/[\0-\x08\n-\x1f\x7f]/.test(id);
}

/**
 * Empty when there is none. A list that still has its bytes, one character each (as Node's HTTP server hands them over),
 * is read as UTF-8; where that fails, the client sent Latin-1, as some do, and it is taken as it is.
 */
export function lastEventIdOf(headers: HeaderList): string {
  const value = headerValue(headers, lastEventIdHeader) ?? "";
  const codes = Array.from(value, (char) => char.charCodeAt(0));
  if (codes.every((code) => code < 0x80) || codes.some((code) => code > 0xff)) return value;
  const result = decodeUtf8(Uint8Array.from(codes));
  return result.ok ? result.text : value;
}
