/**
 * Reads a payload's JSON for display, without losing what JavaScript's numbers cannot hold.
 * Knows nothing of how it is drawn.
 */
import { isRawNumber, parseExactly } from "../src/bridge/exact-json.ts";

/** As nearly as JavaScript's numbers come to it; undefined for what is no number. */
export function numberOf(value: unknown): number | undefined {
  if (isRawNumber(value)) return Number(value.rawJSON);
  return typeof value === "number" ? value : undefined;
}

/** Undefined when it is not JSON: a cut payload never is. */
export function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: parseExactly(text) };
  } catch {
    return undefined;
  }
}

/** The value as text that can be pasted elsewhere: strings bare, everything else as JSON. */
export function copyableText(value: unknown): string {
  return typeof value === "string" ? value : jsonOf(value);
}

/** As JSON, laid out, with numbers as they came. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, undefined, 2) ?? "null";
}
