/** MessagePack of untrusted bytes: what JSON has no word for (bytes, moments) becomes text. */
import { decode, encode } from "@msgpack/msgpack";

/** Throws an error with a sentence. Costs no more memory than the bytes could hold. */
export function readMsgpack(bytes: Uint8Array): unknown {
  const limit = bytes.length;
  return plain(
    decode(bytes, {
      // A header may announce four billion items; there are never more than bytes.
      maxStrLength: limit,
      maxBinLength: limit,
      maxArrayLength: limit,
      maxMapLength: limit,
      maxExtLength: limit,
    }),
    0,
  );
}

export function writeMsgpack(value: unknown): Uint8Array {
  return encode(value, { ignoreUndefined: true });
}

const maxDepth = 512;

function plain(value: unknown, depth: number): unknown {
  if (depth > maxDepth) throw new Error(`nested deeper than ${maxDepth} levels`);
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return hex(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map((item) => plain(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, depth + 1)]));
}

export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
