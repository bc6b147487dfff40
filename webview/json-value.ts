/**
 * Reads a payload's JSON for display, without losing what JavaScript's numbers cannot hold.
 * Knows nothing of how it is drawn.
 */

/** A number whose text would change if it became a JavaScript number (an id beyond 2^53, `1.0`, `1e400`). */
export class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** As nearly as JavaScript's numbers come to it; undefined for what is no number. */
export function numberOf(value: unknown): number | undefined {
  if (value instanceof ExactNumber) return Number(value.text);
  return typeof value === "number" ? value : undefined;
}

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
/** The third argument (JSON.parse source text access) is in Chromium, and not yet in TypeScript's library. */
const parse = JSON.parse as (text: string, reviver: Reviver) => unknown;

/** Undefined when it is not JSON: a cut payload never is. */
export function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    return {
      value: parse(text, (_, value, { source }) =>
        typeof value === "number" && source !== undefined && String(value) !== source ? new ExactNumber(source) : value,
      ),
    };
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
  return jsonText(value, "");
}

function jsonText(value: unknown, indent: string): string {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const deeper = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item) => jsonText(item, deeper))
    : Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${jsonText(item, deeper)}`);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (parts.length === 0) return `${open}${close}`;
  return `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${indent}${close}`;
}
