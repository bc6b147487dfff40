/** Reads moments as people write them: `14:02`, `14:02:11.5`, `2026-11-25T14:02`, `-5m`. */
import type { Moment } from "./expression.ts";

const agoUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const dayMs = 86_400_000;

export interface ReadMoment {
  readonly moment: Moment;
  /** How long the written moment lasts: `14:02` is a minute, `14:02:11` a second. */
  readonly spanMs: number;
}

export function readMoment(text: string): ReadMoment | undefined {
  return readAgo(text) ?? readClock(text) ?? readDate(text);
}

function readAgo(text: string): ReadMoment | undefined {
  const [, amount, unit = ""] = /^-(\d+(?:\.\d+)?)([a-z]+)$/.exec(text) ?? [];
  const unitMs = agoUnits[unit];
  if (amount === undefined || unitMs === undefined) return undefined;
  return { moment: { kind: "ago", ms: Number(amount) * unitMs }, spanMs: 0 };
}

function readClock(text: string): ReadMoment | undefined {
  const clock = clockMs(text);
  return clock && { moment: { kind: "clock", ms: clock.ms }, spanMs: clock.spanMs };
}

function clockMs(text: string): { readonly ms: number; readonly spanMs: number } | undefined {
  const [, hour, minute, second, fraction] = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  if (Number(minute) > 59 || Number(second ?? 0) > 59) return undefined;
  const whole = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second ?? 0)) * 1000;
  // 24:00 is the end of a day.
  if (whole > dayMs) return undefined;
  if (second === undefined) return { ms: whole, spanMs: 60_000 };
  if (fraction === undefined) return { ms: whole, spanMs: 1000 };
  return { ms: whole + Number(`0.${fraction}`) * 1000, spanMs: 1000 / 10 ** fraction.length };
}

function readDate(text: string): ReadMoment | undefined {
  const [, date, clock, zone] = /^(\d{4}-\d{2}-\d{2})(?:[T ]([\d:.]+?)(Z|[+-]\d{2}:?\d{2})?)?$/.exec(text) ?? [];
  if (date === undefined) return undefined;
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const time = clock === undefined ? { ms: 0, spanMs: dayMs } : clockMs(clock);
  // Some readers of dates take the 31st of February for the 3rd of March.
  const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(date);
  if (!exists || !time) return undefined;
  const ms = midnight + time.ms;
  if (zone === undefined) return { moment: { kind: "local", ms }, spanMs: time.spanMs };
  return { moment: { kind: "at", ms: ms - zoneMs(zone) }, spanMs: time.spanMs };
}

function zoneMs(zone: string): number {
  if (zone === "Z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

/** Later by so much. Something that is so long ago is so much less long ago. */
export function later(moment: Moment, ms: number): Moment {
  return { ...moment, ms: moment.kind === "ago" ? moment.ms - ms : moment.ms + ms };
}
