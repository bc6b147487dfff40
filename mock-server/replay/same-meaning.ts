/**
 * Whether two binary messages mean the same, by what their protocol reads in them: two encoders may write one message in
 * two ways, and the time in it is never what it was. Knows no protocol.
 */
import type { Message } from "../../src/model/message.ts";
import { parseStructured } from "../../src/scenario/holes/json-leaves.ts";

/** Numbers from here on are taken for moments: seconds since the epoch, or ms. */
const earliestMoment = 1_000_000_000;

export function meansTheSame(recorded: readonly Message[], heard: readonly Message[]): boolean {
  const isReadable = recorded.every(({ kind }) => kind !== "malformed" && kind !== "binary");
  return isReadable && recorded.length > 0 && isSame(recorded, heard);
}

function isSame(a: unknown, b: unknown): boolean {
  if (typeof a === "number" && typeof b === "number") return a === b || Math.min(a, b) > earliestMoment;
  if (typeof a === "string" && typeof b === "string") {
    const [first, second] = [parseStructured(a), parseStructured(b)];
    return a === b || (first !== undefined && second !== undefined && isSame(first, second));
  }
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && Buffer.from(a).equals(b);
  }
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && isSame(value, right.get(key)));
}
