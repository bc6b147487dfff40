/** Bytes as the lines of a hex dump, in portions, so that megabytes hold nothing up. */

const bytesPerLine = 16;
const portionBytes = 64 * 1024;

const hexOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Yields whole lines; together they are the dump. */
export function* hexDump(bytes: Uint8Array): Generator<string> {
  for (let from = 0; from < bytes.length; from += portionBytes) {
    const end = Math.min(from + portionBytes, bytes.length);
    let lines = "";
    for (let offset = from; offset < end; offset += bytesPerLine) lines += lineAt(bytes, offset);
    yield lines;
  }
}

function lineAt(bytes: Uint8Array, offset: number): string {
  let hex = "";
  let ascii = "";
  for (const byte of bytes.subarray(offset, offset + bytesPerLine)) {
    hex += hex === "" ? hexOf[byte] : ` ${hexOf[byte]}`;
    ascii += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".";
  }
  return `${offset.toString(16).padStart(8, "0")}  ${hex.padEnd(bytesPerLine * 3 - 1)}  ${ascii}\n`;
}
