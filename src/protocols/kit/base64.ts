/** Base64 (RFC 4648, both alphabets, padded or not) of UTF-8 text. Never throws. */
import { decodeUtf8 } from "./utf8.ts";

/** The text inside, or undefined when it is not base64 or not UTF-8. */
export function decodeBase64Text(encoded: string): string | undefined {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return undefined;
  try {
    const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    const result = decodeUtf8(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
    return result.ok ? result.text : undefined;
  } catch {
    return undefined;
  }
}
