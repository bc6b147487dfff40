/** Bytes that are MessagePack from the first to the last, with text that is UTF-8. Undefined where they are not. */
import { decode, ExtData } from "@msgpack/msgpack";
import { Tagged } from "./guess-json.ts";
import { isPlausible } from "./plausible.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class NotMessagePack extends Error {}

export function readMessagePack(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    // The library reads broken UTF-8 as if it were text; so strings are taken as bytes too, and compared.
    const raw = decode(bytes, { useBigInt64: true, rawStrings: true, mapKeyConverter: keyOf });
    const value = checked(decode(bytes, { useBigInt64: true, mapKeyConverter: keyOf }), raw);
    return isPlausible(value) ? { value } : undefined;
  } catch {
    return undefined;
  }
}

function keyOf(key: unknown): string | number {
  if (key instanceof Uint8Array) return strict.decode(key);
  if (typeof key === "string" || Number.isInteger(key)) return key as string | number;
  if (typeof key === "bigint") return String(key);
  throw new NotMessagePack();
}

function checked(value: unknown, raw: unknown): unknown {
  if (typeof value === "string") {
    if (!(raw instanceof Uint8Array) || strict.decode(raw) !== value) throw new NotMessagePack();
    return value;
  }
  if (Array.isArray(value)) return value.map((item, index) => checked(item, (raw as unknown[])[index]));
  if (value instanceof ExtData) {
    return new Tagged(`extension ${value.type}`, typeof value.data === "function" ? undefined : value.data);
  }
  if (typeof value !== "object" || value === null || value instanceof Uint8Array || value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, checked(item, (raw as Record<string, unknown>)[key])]),
  );
}
