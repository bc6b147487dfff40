/** What a fault makes of the bytes of one message. Pure; chance is handed in. */

/** Changes so many bytes, each to another value. */
export function corrupt(bytes: Uint8Array, count: number, random: () => number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const touched = new Set<number>();
  for (let left = Math.min(count, bytes.length); left > 0; left -= 1) {
    let index = below(bytes.length, random);
    while (touched.has(index)) index = (index + 1) % bytes.length;
    touched.add(index);
    // Never 0, which would change nothing.
    changed[index] = (changed[index] ?? 0) ^ (1 + below(255, random));
  }
  return changed;
}

/**
 * Grown to so many bytes, so that it still parses where that can be: a JSON object gets a member more, a JSON list white
 * space, an event stream a comment. Any other text gets spaces, bytes get zeros.
 */
export function grow(
  bytes: Uint8Array,
  toBytes: number,
  form: { readonly isText: boolean; readonly isEvents: boolean },
): Uint8Array {
  const missing = toBytes - bytes.length;
  if (missing <= 0) return bytes;
  if (!form.isText) return joined(bytes, new Uint8Array(missing));
  if (form.isEvents) return joined(filled(":", missing, "\n"), bytes);
  const first = bytes.findIndex((byte) => !whiteSpace.has(byte));
  const opening = String.fromCharCode(bytes[first] ?? 0);
  if (opening === "{") return opened(bytes, first, padding(missing, isEmptyObject(bytes, first)));
  if (opening === "[") return opened(bytes, first, filled("", missing, ""));
  return joined(bytes, filled("", missing, ""));
}

/** In another order than they came. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const [first, ...others] = items;
  if (first === undefined) return [];
  const mixed: T[] = [];
  for (const item of others) mixed.splice(below(mixed.length + 1, random), 0, item);
  // Anywhere but in front.
  mixed.splice(1 + below(mixed.length, random), 0, first);
  return mixed;
}

/** In pieces of so many bytes; an empty one is one piece. */
export function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let start = 0; start === 0 || start < bytes.length; start += size)
    parts.push(bytes.subarray(start, start + size));
  return parts;
}

const whiteSpace = new Set(Buffer.from(" \t\r\n"));

function isEmptyObject(bytes: Uint8Array, first: number): boolean {
  const next = bytes.subarray(first + 1).find((byte) => !whiteSpace.has(byte));
  return next === "}".charCodeAt(0);
}

/** The least that a member takes is more than may be missing: then it is white space. */
function padding(missing: number, isOnly: boolean): Uint8Array {
  const [before, after] = ['"padding":"', isOnly ? '"' : '",'];
  return missing < before.length + after.length ? filled("", missing, "") : filled(before, missing, after, "x");
}

function opened(bytes: Uint8Array, at: number, inside: Uint8Array): Uint8Array {
  return joined(bytes.subarray(0, at + 1), inside, bytes.subarray(at + 1));
}

function filled(before: string, size: number, after: string, fill = " "): Uint8Array {
  return Buffer.from(before + fill.repeat(Math.max(size - before.length - after.length, 0)) + after);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}

function below(limit: number, random: () => number): number {
  return Math.floor(random() * limit);
}
