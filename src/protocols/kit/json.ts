/** Reads JSON from a peer without throwing, and writes it short. Knows nothing of what the JSON means. */
import { findJsonFault } from "./json-fault.ts";

export type JsonResult =
  | { readonly ok: true; readonly value: unknown }
  /** `reason` is the tail of a sentence: `not JSON: unexpected end`. `offset` counts UTF-16 code units. */
  | { readonly ok: false; readonly reason: string; readonly offset?: number | undefined };

export function parseJson(text: string): JsonResult {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return jsonFailure(text);
  }
}

/** For callers that have seen `JSON.parse` fail themselves. */
export function jsonFailure(text: string): JsonResult & { readonly ok: false } {
  if (text.length === 0) return { ok: false, reason: "empty, not JSON", offset: 0 };
  const fault = findJsonFault(text);
  if (!fault) return { ok: false, reason: "not JSON" };
  return { ok: false, reason: `not JSON: ${fault.reason}`, offset: fault.offset };
}

/** An object that is neither null nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const maxDepth = 64;

/**
 * JSON on one line, cut with an ellipsis so that it has at most `maxLength` characters. Costs no more than what it
 * shows, whatever the size of the value. Deeper than 64 levels it shows `…`.
 */
export function compactJson(value: unknown, maxLength: number): string {
  const parts: string[] = [];
  const left = write(value, parts, maxLength, 0);
  const text = parts.join("");
  return left >= 0 && text.length <= maxLength ? text : `${cut(text, maxLength - 1)}…`;
}

/** Appends to `parts` and returns the room that is left; stops when it falls below zero. */
function write(value: unknown, parts: string[], room: number, depth: number): number {
  if (typeof value === "string")
    return add(JSON.stringify(value.length > room ? cut(value, room) : value), parts, room);
  if (typeof value !== "object" || value === null) return add(JSON.stringify(value) ?? "null", parts, room);
  if (depth >= maxDepth) return add("…", parts, room);
  let left = room;
  let first = true;
  if (Array.isArray(value)) {
    left = add("[", parts, left);
    for (const item of value) {
      if (left < 0) return left;
      if (!first) left = add(",", parts, left);
      first = false;
      left = write(item, parts, left, depth + 1);
    }
    return add("]", parts, left);
  }
  left = add("{", parts, left);
  for (const key in value) {
    if (left < 0) return left;
    left = add(`${first ? "" : ","}${JSON.stringify(key.length > room ? cut(key, room) : key)}:`, parts, left);
    first = false;
    left = write((value as Record<string, unknown>)[key], parts, left, depth + 1);
  }
  return add("}", parts, left);
}

function add(text: string, parts: string[], room: number): number {
  parts.push(text);
  return room - text.length;
}

/** Cuts without splitting a surrogate pair. */
function cut(text: string, length: number): string {
  const code = text.charCodeAt(length - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? length - 1 : length);
}
