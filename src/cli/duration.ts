/** Durations as people type them. */
import { UsageError } from "./usage-error.ts";

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `10s`, `500ms`, `2m`, `1h`, or `10` for seconds; in ms. Throws a `UsageError`. */
export function readDuration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const ms = Number(match?.[1]) * (unitMs[match?.[2] ?? "s"] ?? Number.NaN);
  // Timers take no more than 2^31 - 1 ms; longer than that nobody means to wait.
  if (!(ms > 0) || ms > 2 ** 31 - 1)
    throw new UsageError(`A duration is written 10s, 500ms or 2m, and "${text}" is not.`);
  return ms;
}
