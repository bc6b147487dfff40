/** Durations, shares and sizes as people write them: `300ms`, `1s..3s`, `20%`, `64kB`. */
import * as z from "zod";
import { saying } from "../../reading/saying.ts";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Timers take no more: 24 days and a half. */
const longestMs = 2 ** 31 - 1;

const durationPattern = /^\d+(?:\.\d+)?(?:ms|s|m|min|h)?$/;

/** In ms; undefined when it is no duration. A number without a unit is ms. */
function readDuration(written: string | number): number | undefined {
  const text = String(written).replace(/\s+/g, "");
  if (!durationPattern.test(text)) return undefined;
  const ms = Number.parseFloat(text) * (unitMs[/[a-z]+$/.exec(text)?.[0] ?? "ms"] ?? 1);
  return ms <= longestMs ? ms : undefined;
}

const durationHint = "A duration is written 300ms, 2s or 1.5m, or as a number of milliseconds.";

export const duration = z
  .union([z.number(), z.string()], saying(durationHint))
  .transform((written, { issues }) => {
    const ms = readDuration(written);
    if (ms !== undefined) return ms;
    issues.push({ code: "custom", message: durationHint, input: written });
    return z.NEVER;
  })
  .meta({ examples: ["300ms", "2s", "1.5m"] });

export interface DurationRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/** `2s`, or `1s..3s` for something in between. */
function readDurationRange(written: string | number): DurationRange | undefined {
  const [first, last, ...more] = String(written).split("..");
  const fromMs = readDuration(first ?? "");
  const toMs = last === undefined ? fromMs : readDuration(last);
  if (fromMs === undefined || toMs === undefined || more.length > 0 || fromMs > toMs) return undefined;
  return { fromMs, toMs };
}

const rangeHint = "This is written 2s, or 1s..3s for something in between, and is above zero.";

export const interval = z
  .union([z.number(), z.string()], saying(rangeHint))
  .transform((written, { issues }) => {
    const range = readDurationRange(written);
    // Faster than once a millisecond nothing can be done, and nobody means it.
    if (range !== undefined && range.fromMs >= 1) return range;
    issues.push({ code: "custom", message: rangeHint, input: written });
    return z.NEVER;
  })
  .meta({ examples: ["2s", "1s..3s"] });

const shareHint = "A share is written 20% or 0.2: above 0, and at most 100%.";

export const share = z
  .union([z.number(), z.string()], saying(shareHint))
  .transform((written, { issues }) => {
    const value = readShare(written);
    if (value > 0 && value <= 1) return value;
    issues.push({ code: "custom", message: shareHint, input: written });
    return z.NEVER;
  })
  .meta({ examples: ["20%", 0.2] });

function readShare(written: string | number): number {
  if (typeof written === "number") return written;
  const match = /^(\d+(?:\.\d+)?)\s*(%?)$/.exec(written);
  return match ? Number(match[1]) / (match[2] === "%" ? 100 : 1) : Number.NaN;
}

const unitBytes: Readonly<Record<string, number>> = { b: 1, kb: 1000, kib: 1024, mb: 1_000_000, mib: 1024 * 1024 };
const largestBytes = 1024 * 1024 * 1024;
const sizeHint = "A size is written 64kB, 2MB or as a number of bytes: at least one, at most 1 GiB.";

export const size = z
  .union([z.number(), z.string()], saying(sizeHint))
  .transform((written, { issues }) => {
    const bytes = readSize(written);
    if (bytes >= 1 && bytes <= largestBytes) return bytes;
    issues.push({ code: "custom", message: sizeHint, input: written });
    return z.NEVER;
  })
  .meta({ examples: ["64kB", "2MB", 100] });

function readSize(written: string | number): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kKmM]?i?[bB])?(?:\/s)?$/.exec(String(written));
  return match ? Math.round(Number(match[1]) * (unitBytes[(match[2] ?? "b").toLowerCase()] ?? 1)) : Number.NaN;
}

const countHint = "This is a whole number from 1.";

export const count = z.int({ error: countHint }).min(1, { error: countHint }).max(1_000_000, {
  error: "More than a million is too many.",
});
