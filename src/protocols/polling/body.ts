/** Reads the body of a reply by what it looks like: JSON, JSON lines, parts or text. Knows no status and no header. */
import { parseJson } from "../kit/json.ts";
import type { Items } from "./items.ts";
import { type Part, readMultipart } from "./multipart.ts";

export type Body =
  | { readonly format: "json" | "json lines"; readonly payload: unknown }
  /** `payload` has the parts' own values, in order. */
  | { readonly format: "parts"; readonly payload: readonly unknown[]; readonly parts: readonly Part[] }
  | { readonly format: "text"; readonly payload: undefined };

const text: Body = { format: "text", payload: undefined };

export function readBody(raw: string): Body {
  const parts = raw.startsWith("-") || raw.startsWith("\r") || raw.startsWith("\n") ? readMultipart(raw) : undefined;
  if (parts !== undefined) return { format: "parts", payload: parts.map(({ body }) => partValue(body)), parts };
  if (!/^\s*[[{"\-\dtfn]/.test(raw)) return text;
  const json = parseJson(raw);
  if (json.ok) return { format: "json", payload: json.value };
  return readLines(raw) ?? text;
}

/** True for what a server says when it has nothing to say: no text, `[]`, `{}`, `null`, or `{"items":[],"cursor":7}`. */
export function isEmptyBody(raw: string, { format, payload }: Body, items: Items): boolean {
  return format === "text" ? raw.trim() === "" : items.areNone(payload);
}

function partValue(text: string): unknown {
  const json = parseJson(text);
  return json.ok ? json.value : text;
}

/** Undefined unless each of at least two lines is a JSON object or array (blank lines do not count). */
function readLines(raw: string): Body | undefined {
  if (!/^\s*[[{]/.test(raw)) return undefined;
  const values: unknown[] = [];
  for (const line of raw.split("\n")) {
    if (line.trim() === "") continue;
    if (!/^\s*[[{]/.test(line)) return undefined;
    const json = parseJson(line);
    if (!json.ok) return undefined;
    values.push(json.value);
  }
  return values.length < 2 ? undefined : { format: "json lines", payload: values };
}
