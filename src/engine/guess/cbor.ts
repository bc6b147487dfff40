/** Bytes that are one CBOR item (RFC 8949) from the first to the last. Undefined where they are not. */
import { decode, Simple, Tag } from "cbor2";
import { Tagged } from "./guess-json.ts";
import { isPlausible } from "./plausible.ts";

/** RFC 8949 section 3.4.6: a tag that says nothing but "this is CBOR". */
const selfDescribed = [0xd9, 0xd9, 0xf7];

export function readCbor(bytes: Uint8Array): { readonly value: unknown; readonly saysSo: boolean } | undefined {
  const saysSo = selfDescribed.every((byte, index) => bytes[index] === byte);
  try {
    const item = saysSo ? bytes.subarray(selfDescribed.length) : bytes;
    const value = ours(decode(item, { maxDepth: 64, rejectDuplicateKeys: true }));
    return saysSo || isPlausible(value) ? { value, saysSo } : undefined;
  } catch {
    return undefined;
  }
}

function ours(value: unknown): unknown {
  if (value instanceof Tag) return new Tagged(`tag ${value.tag}`, ours(value.contents));
  // Not assigned by any standard: chance is likelier.
  if (value instanceof Simple) throw new Error("unassigned simple value");
  if (Array.isArray(value)) return value.map(ours);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, ours(item)]));
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || value instanceof Date) return value;
  // Typed arrays, regular expressions and the like: rare on a wire, and often made by chance.
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new Error("unusual tag");
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ours(item)]));
}
