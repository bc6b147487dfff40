/** Moments in payloads: ISO 8601 text, and numbers of seconds since 1970 or of their thousandths, down to nanoseconds. */
import { formatAge, formatMoment } from "../format.ts";
import type { Known } from "./known.ts";

/** With a time of day; a bare date is readable as it is. RFC 3339, and what Ruby, Python and JavaScript print. */
const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?\s?(Z|UTC|[+-]\d\d:?\d\d)?$/i;
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);
const timeKey =
  /(^|[_.-])(at|on|time|timestamp|ts|date|exp|iat|nbf|expires|expiry|created|updated|since|until|published)$|(At|Time|Timestamp|Date|Since|Until)$/;

export interface Moment {
  /** ms since the epoch, with fractions. */
  readonly at: number;
  readonly form: "ISO 8601" | `${"seconds" | "milliseconds" | "microseconds" | "nanoseconds"} since 1970`;
}

export function readMoment(text: string): Moment | undefined {
  if (!iso.test(text)) return undefined;
  const at = Date.parse(
    text
      .replace(" UTC", "Z")
      .replace(/^(\S+) (?=\d)/, "$1T")
      .replace(" ", "")
      .replace(",", "."),
  );
  return Number.isNaN(at) ? undefined : { at, form: "ISO 8601" };
}

/** Any number that would be a moment of this century; whether it is one, its key may tell. */
export function readEpoch(value: number): Moment | undefined {
  const units = [
    [1000, "seconds since 1970"],
    [1, "milliseconds since 1970"],
    [0.001, "microseconds since 1970"],
    [1e-6, "nanoseconds since 1970"],
  ] as const;
  for (const [factor, form] of units) {
    const at = value * factor;
    if (at >= earliest && at < latest) return { at, form };
  }
  return undefined;
}

/** `created_at`, `expiresAt`, `ts`: names that promise a moment. */
export function isTimeKey(key: string | undefined): boolean {
  return key !== undefined && timeKey.test(key);
}

/** `rowAt`: the moment that ages count from. */
export function momentKnown({ at, form }: Moment, rowAt: number | undefined): Known {
  const lines = [
    { label: "Local", value: formatMoment(at) },
    { label: "UTC", value: new Date(at).toISOString() },
    { label: "Written as", value: form },
  ];
  if (rowAt !== undefined) lines.unshift({ label: "Then", value: `${formatAge(rowAt - at)}, seen from this row` });
  return { title: "Moment", lines };
}
