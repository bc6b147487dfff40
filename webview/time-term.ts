/** Between a stretch of time and the filter's text: writes it as a `time:` term, and reads it back to be drawn. */
import type { Moment } from "../src/filter/expression.ts";
import { parseFilter } from "../src/filter/parse.ts";
import { addTerm, removeTerm } from "../src/filter/terms.ts";

export interface TimeRange {
  readonly fromAt: number;
  readonly toAt: number;
}

const dayMs = 86_400_000;

/** The filter with this stretch of time in place of the one that it had. */
export function withTimeRange(filter: string, range: TimeRange): string {
  return addTerm(withoutTimeRange(filter), timeTerm(range));
}

/** The filter without its terms of time. */
export function withoutTimeRange(filter: string): string {
  return timeTerms(filter).reduce((rest, term) => removeTerm(rest, term), filter);
}

/** The stretch that the filter's terms of time leave, within that of the capture; undefined where they leave all of it. */
export function timeRangeOf(filter: string, whole: TimeRange): TimeRange | undefined {
  const { expression } = parseFilter(filter);
  const parts = expression?.kind === "all" ? expression.parts : expression ? [expression] : [];
  let { fromAt, toAt } = whole;
  for (const part of parts) {
    const test = part.kind === "time" && part.tests.length === 1 ? part.tests[0] : undefined;
    if (!test) continue;
    const [value, to] = [momentAt(test.value, whole), test.to && momentAt(test.to, whole)];
    if (value === undefined) continue;
    if (test.comparison === "<" || test.comparison === "<=") toAt = Math.min(toAt, value);
    else fromAt = Math.max(fromAt, value);
    if (to !== undefined) toAt = Math.min(toAt, to);
  }
  return (fromAt > whole.fromAt || toAt < whole.toAt) && fromAt <= toAt ? { fromAt, toAt } : undefined;
}

/** `time:14:02:11.2..14:05:00`, as exact as the stretch is short; with dates where it is not all of one day. */
function timeTerm({ fromAt, toAt }: TimeRange): string {
  const stepMs = toAt - fromAt < 10_000 ? 1 : toAt - fromAt < 600_000 ? 100 : 1000;
  const from = Math.floor(fromAt / stepMs) * stepMs;
  // The end lasts as long as it is exact: what is written is the last that belongs to it.
  const to = Math.max(from, Math.ceil(toAt / stepMs) * stepMs - stepMs);
  const withDate = localDay(from) !== localDay(to);
  return `time:${momentText(from, stepMs, withDate)}..${momentText(to, stepMs, withDate)}`;
}

function timeTerms(filter: string): string[] {
  const { expression } = parseFilter(filter);
  const parts = expression?.kind === "all" ? expression.parts : expression ? [expression] : [];
  return parts.filter(({ kind }) => kind === "time").map(({ from, to }) => filter.slice(from, to));
}

function momentText(at: number, stepMs: number, withDate: boolean): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString();
  const digits = stepMs === 1 ? 23 : stepMs === 100 ? 21 : 19;
  return withDate ? local.slice(0, digits) : local.slice(11, digits);
}

/** A time of day is that of the day on which the capture begins. */
function momentAt(moment: Moment, { fromAt, toAt }: TimeRange): number | undefined {
  if (moment.kind === "at") return moment.ms;
  if (moment.kind === "local") return moment.ms + new Date(moment.ms).getTimezoneOffset() * 60_000;
  if (moment.kind === "ago") return undefined;
  const midnight = new Date(fromAt).setHours(0, 0, 0, 0);
  const at = midnight + moment.ms;
  return at < fromAt && at + dayMs <= toAt ? at + dayMs : at;
}

function localDay(at: number): string {
  return new Date(at).toDateString();
}
