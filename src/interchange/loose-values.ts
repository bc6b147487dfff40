/** Values from files that others wrote: taken where they are what they should be, else missing. */

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asText(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function asNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** A date as text, or ms since the epoch; undefined when it is none. */
export function asMoment(value: unknown): number | undefined {
  const at = typeof value === "string" ? Date.parse(value) : asNumber(value);
  return at === undefined || Number.isNaN(at) ? undefined : at;
}
