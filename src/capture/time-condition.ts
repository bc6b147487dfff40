/** A filter's moments as conditions on `e.at`, which is in microseconds since the epoch. */
import type { Moment, TimeTest } from "../filter/expression.ts";
import type { SqlValue } from "./database.ts";

/** Where and when the filter is read. */
export interface Zone {
  /** Minutes to add to UTC for the reader's clock. */
  readonly utcOffsetMinutes: number;
  /** What "5 minutes ago" counts from, ms since the epoch. */
  readonly now: number;
}

const dayUs = 86_400_000_000;

/** A clock time means that time of any day. One of the tests must hold. */
export function timeCondition(tests: readonly TimeTest[], zone: Zone, bind: (value: SqlValue) => string): string {
  const offsetUs = zone.utcOffsetMinutes * 60_000_000;
  const conditions = tests.map(({ comparison, value, to }) => {
    const isClock = value.kind === "clock";
    const moment = isClock ? `((e.at + ${offsetUs}) % ${dayUs})` : "e.at";
    const from = bind(microseconds(value, zone));
    if (comparison !== "between") return `${moment} ${comparison} ${from}`;
    const end = to ?? value;
    const until = bind(microseconds(end, zone));
    // Over midnight: from the evening on, or until the morning.
    if (isClock && end.ms < value.ms) return `(${moment} >= ${from} OR ${moment} < ${until})`;
    return `(${moment} >= ${from} AND ${moment} < ${until})`;
  });
  return `(${conditions.join(" OR ")})`;
}

function microseconds(moment: Moment, { utcOffsetMinutes, now }: Zone): number {
  switch (moment.kind) {
    case "clock":
    case "at":
      return Math.round(moment.ms * 1000);
    case "local":
      return Math.round((moment.ms - utcOffsetMinutes * 60_000) * 1000);
    case "ago":
      return Math.round((now - moment.ms) * 1000);
  }
}
