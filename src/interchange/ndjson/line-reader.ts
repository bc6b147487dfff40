/** The lines of a file, one after the other, in constant memory. Knows where each began. */
import { closeSync, openSync, readSync } from "node:fs";

const newline = 0x0a;
const chunkBytes = 1 << 20;
/** V8 holds no text much longer than this. */
const longestLine = 500 * 1024 * 1024;

export interface Line {
  readonly text: string;
  /** From 1. */
  readonly number: number;
  /** Bytes up to its end. */
  readonly end: number;
  /** The file ends with it, and without a line break: there may have been more of it. */
  readonly isCut: boolean;
}

/** Empty lines are left out. Throws with a sentence for a line that nothing can hold. */
export function* readLines(path: string): Generator<Line> {
  const file = openSync(path, "r");
  try {
    let kept = Buffer.alloc(0);
    let end = 0;
    let number = 0;
    for (;;) {
      const buffer = Buffer.allocUnsafe(kept.length + Math.max(chunkBytes, kept.length));
      kept.copy(buffer);
      const read = readSync(file, buffer, kept.length, buffer.length - kept.length, null);
      const filled = buffer.subarray(0, kept.length + read);
      let from = 0;
      for (let at = filled.indexOf(newline, kept.length); at !== -1; at = filled.indexOf(newline, from)) {
        number += 1;
        end += at + 1 - from;
        const text = filled.toString("utf8", from, at).trim();
        from = at + 1;
        if (text !== "") yield { text, number, end, isCut: false };
      }
      kept = Buffer.from(filled.subarray(from));
      if (kept.length > longestLine) throw new Error(`Line ${number + 1} is longer than 500 MB.`);
      if (read > 0) continue;
      const text = kept.toString().trim();
      if (text !== "") yield { text, number: number + 1, end: end + kept.length, isCut: true };
      return;
    }
  } finally {
    closeSync(file);
  }
}
