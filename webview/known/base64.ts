/** Base64 as the web writes it (RFC 4648 sections 4 and 5), with or without padding. Never throws. */

const alphabet = /^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$/;
const strict = new TextDecoder("utf-8", { fatal: true });

export function decodeBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/=+$/, "");
  if (!alphabet.test(text) || bare.length % 4 === 1 || (bare.length < text.length && text.length % 4 !== 0))
    return undefined;
  try {
    const binary = atob(bare.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(binary, (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Undefined where the bytes are no UTF-8, or have control characters that no text has. */
export function decodeBase64Text(text: string): string | undefined {
  const bytes = decodeBase64(text);
  if (!bytes) return undefined;
  try {
    const decoded = strict.decode(bytes);
    return /[\p{Cc}\ufffd]/u.test(decoded.replace(/[\t\n\r]/g, "")) ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/** As `decodeBase64Text`, read as JSON. */
export function decodeBase64Json(text: string): { readonly value: unknown } | undefined {
  const decoded = decodeBase64Text(text);
  if (decoded === undefined) return undefined;
  try {
    return { value: JSON.parse(decoded) };
  } catch {
    return undefined;
  }
}
