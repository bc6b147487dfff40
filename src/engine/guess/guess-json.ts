/**
 * Writes what was decoded from bytes as JSON text for a tree: large integers exactly, bytes in hex, and whatever else
 * JSON has no word for as text. Never throws.
 */

const bytesShown = 32;
const maxDepth = 64;

/** An extension (MessagePack) or a tag (CBOR) around a value. */
export class Tagged {
  readonly name: string;
  readonly value: unknown;
  constructor(name: string, value: unknown) {
    this.name = name;
    this.value = value;
  }
}

export function guessJson(value: unknown, depth = 0): string {
  if (depth > maxDepth) return '"…"';
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? numberText(value) : JSON.stringify(String(value));
  if (typeof value === "string" || typeof value === "boolean" || value === null) return JSON.stringify(value);
  if (value === undefined) return "null";
  if (value instanceof Uint8Array) return JSON.stringify(bytesText(value));
  if (value instanceof Date) return JSON.stringify(Number.isNaN(value.getTime()) ? "no date" : value.toISOString());
  if (Array.isArray(value)) return `[${value.map((item) => guessJson(item, depth + 1)).join(",")}]`;
  if (value instanceof Tagged) return `{${JSON.stringify(value.name)}:${guessJson(value.value, depth + 1)}}`;
  const entries: readonly (readonly [unknown, unknown])[] =
    value instanceof Map ? [...value] : Object.entries(value as object);
  return `{${entries.map(([key, item]) => `${JSON.stringify(keyText(key))}:${guessJson(item, depth + 1)}`).join(",")}}`;
}

/** `bytes(5) 01 02 03 04 05`. */
export function bytesText(bytes: Uint8Array): string {
  const hex = Array.from(bytes.subarray(0, bytesShown), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `bytes(${bytes.length}) ${hex}${bytes.length > bytesShown ? " …" : ""}`.trimEnd();
}

function keyText(key: unknown): string {
  return typeof key === "string" ? key : guessJson(key);
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0.0" : String(value);
}
