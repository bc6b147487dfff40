/**
 * The Last-Event-ID header. Header values are bytes, one character each (as Node hands them over and takes them);
 * the id in them is UTF-8 (WHATWG HTML section 9.2.3), in whatever script.
 */
import type { HeaderList } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { decodeUtf8 } from "../kit/utf8.ts";

export const lastEventIdHeader = "Last-Event-ID";

/** Undefined when the id cannot stand in a header: it holds control characters (RFC 9110 section 5.5). */
export function toHeaderValue(id: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  if (/[\0-\x08\n-\x1f\x7f]/.test(id)) return undefined;
  return Array.from(new TextEncoder().encode(id), (byte) => String.fromCharCode(byte)).join("");
}

/** Empty when there is none. What is not UTF-8 (some clients send Latin-1) is taken as it is. */
export function lastEventIdOf(headers: HeaderList): string {
  const value = headerValue(headers, lastEventIdHeader) ?? "";
  const codes = Array.from(value, (char) => char.charCodeAt(0));
  if (codes.every((code) => code < 0x80) || codes.some((code) => code > 0xff)) return value;
  const result = decodeUtf8(Uint8Array.from(codes));
  return result.ok ? result.text : value;
}
