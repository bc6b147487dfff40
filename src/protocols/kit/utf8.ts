/** UTF-8 as a peer may send it: valid or not. Says where the first fault is. */

export type Utf8Result =
  | { readonly ok: true; readonly text: string }
  /** `offset` counts bytes; `reason` is the tail of a sentence. */
  | { readonly ok: false; readonly reason: string; readonly offset: number };

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function decodeUtf8(bytes: Uint8Array): Utf8Result {
  try {
    return { ok: true, text: strict.decode(bytes) };
  } catch {
    const offset = invalidUtf8At(bytes) ?? bytes.length;
    const byte = bytes[offset];
    const what = byte === undefined ? "it ends inside a character" : `byte 0x${byte.toString(16).padStart(2, "0")}`;
    return { ok: false, reason: `not UTF-8: ${what} at offset ${offset}`, offset };
  }
}

/** Offset of the first byte that cannot be UTF-8 (RFC 3629); for a character that is cut off, where it starts. */
export function invalidUtf8At(bytes: Uint8Array): number | undefined {
  let offset = 0;
  while (offset < bytes.length) {
    const size = sequenceSize(bytes, offset);
    if (size === 0) return offset;
    offset += size;
  }
  return undefined;
}

/** Bytes of the well-formed sequence at `offset` (Unicode table 3-7), or 0. */
function sequenceSize(bytes: Uint8Array, offset: number): number {
  const first = bytes[offset] ?? 0;
  if (first < 0x80) return 1;
  const second = bytes[offset + 1] ?? 0;
  const third = bytes[offset + 2] ?? 0;
  const fourth = bytes[offset + 3] ?? 0;
  if (first >= 0xc2 && first <= 0xdf) return isTail(second) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    const lowest = first === 0xe0 ? 0xa0 : 0x80;
    const highest = first === 0xed ? 0x9f : 0xbf;
    return second >= lowest && second <= highest && isTail(third) ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const lowest = first === 0xf0 ? 0x90 : 0x80;
    const highest = first === 0xf4 ? 0x8f : 0xbf;
    return second >= lowest && second <= highest && isTail(third) && isTail(fourth) ? 4 : 0;
  }
  return 0;
}

function isTail(byte: number): boolean {
  return byte >= 0x80 && byte <= 0xbf;
}
