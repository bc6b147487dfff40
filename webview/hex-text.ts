/** Bytes as the columns of a hex dump. Knows nothing of the DOM. */

export interface HexColumns {
  readonly offsets: string;
  readonly hex: string;
  readonly ascii: string;
}

export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Three texts of equally many lines. Groups of eight bytes stand a little apart. */
export function hexColumns(bytes: Uint8Array, bytesPerLine: number): HexColumns {
  const offsets: string[] = [];
  const hex: string[] = [];
  const ascii: string[] = [];
  const digits = Math.max(4, bytes.length.toString(16).length);
  for (let at = 0; at < bytes.length; at += bytesPerLine) {
    const line = bytes.subarray(at, at + bytesPerLine);
    offsets.push(at.toString(16).padStart(digits, "0"));
    hex.push(Array.from(line, (byte, index) => `${index > 0 && index % 8 === 0 ? " " : ""}${hexOf(byte)}`).join(" "));
    ascii.push(Array.from(line, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join(""));
  }
  return { offsets: offsets.join("\n"), hex: hex.join("\n"), ascii: ascii.join("\n") };
}

function hexOf(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
