/** Bytes as the columns of a hex dump. Knows nothing of the DOM. */

export interface HexColumns {
  readonly offsets: string;
  readonly hex: string;
  readonly ascii: string;
}

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

export interface HexLayout {
  readonly bytesPerLine: number;
  /** Offset of the first byte. */
  readonly from: number;
  /** How many digits offsets have. */
  readonly digits: number;
}

/** So many digits as the largest offset needs, at least four. */
export function offsetDigits(sizeBytes: number): number {
  return Math.max(4, Math.max(0, sizeBytes - 1).toString(16).length);
}

/** Three texts of equally many lines. Groups of eight bytes stand a little apart. */
export function hexColumns(bytes: Uint8Array, { bytesPerLine, from, digits }: HexLayout): HexColumns {
  const offsets: string[] = [];
  const hex: string[] = [];
  const ascii: string[] = [];
  for (let at = 0; at < bytes.length; at += bytesPerLine) {
    const line = bytes.subarray(at, at + bytesPerLine);
    offsets.push((from + at).toString(16).padStart(digits, "0"));
    hex.push(Array.from(line, (byte, index) => `${index > 0 && index % 8 === 0 ? " " : ""}${hexOf(byte)}`).join(" "));
    ascii.push(Array.from(line, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join(""));
  }
  return { offsets: offsets.join("\n"), hex: hex.join("\n"), ascii: ascii.join("\n") };
}

/** A selection of the hex column, which lines and groups have cut up, as bytes on one line: `01 02 0a`. */
export function copiedHex(selected: string): string {
  return selected.trim().replace(/\s+/g, " ");
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
