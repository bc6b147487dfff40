/** Names a place in a file as editors do. */
import { closeSync, openSync, readSync } from "node:fs";

const newline = 0x0a;

/** `line 3, column 12 (byte 210)`; counts from 1. Reads the file up to there. */
export function placeOf(path: string, offset: number): string {
  const file = openSync(path, "r");
  try {
    let line = 1;
    let lineStart = 0;
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (let at = 0; at < offset; ) {
      const read = readSync(file, buffer, 0, Math.min(buffer.length, offset - at), at);
      if (read === 0) break;
      const part = buffer.subarray(0, read);
      for (let found = part.indexOf(newline); found !== -1; found = part.indexOf(newline, found + 1)) {
        line += 1;
        lineStart = at + found + 1;
      }
      at += read;
    }
    return `line ${line}, column ${offset - lineStart + 1} (byte ${offset})`;
  } finally {
    closeSync(file);
  }
}
