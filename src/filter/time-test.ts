/** Reads what is written after `time:`, and says what is wrong with it. */
import type { Moment, TimeTest } from "./expression.ts";
import { type Operator, rangeOf } from "./fields.ts";
import { later, readMoment } from "./moment.ts";

/** Or else a sentence. */
export function readTimeTest(operator: Operator | undefined, text: string): TimeTest | string {
  const [, first, last] = /^([\d:.]+:\d\d[\d.]*)-(\d[\d:.]*)$/.exec(text) ?? [];
  if (first !== undefined) return `A range has two points in it: write time:${first}..${last}.`;
  const unclear = (part: string) =>
    `"${part}" is no time: write a clock time (14:02, 14:02:11.5), a date (2026-11-25T14:02) or how long ago (-5m).`;
  const { start, end } = rangeOf(text);
  const from = readMoment(start);
  if (end === undefined) {
    if (!from) return unclear(start);
    const { moment, spanMs } = from;
    if (operator === "~") return "A time has no parts: write time:14:02 or time:14:02..14:05.";
    if (operator === ">") return { comparison: ">=", value: later(moment, spanMs) };
    if (operator === "<=") return { comparison: "<", value: later(moment, spanMs) };
    if (operator !== undefined && operator !== "=") return { comparison: operator, value: moment };
    // A moment long ago is where something begins; a written time is as long as it is exact.
    return moment.kind === "ago"
      ? { comparison: ">=", value: moment }
      : { comparison: "between", value: moment, to: later(moment, spanMs) };
  }
  if (operator !== undefined) return `A range needs no ${operator}: write time:${text}.`;
  const to = readMoment(end);
  if (start !== "" && !from) return unclear(start);
  if (end !== "" && !to) return unclear(end);
  if (from && to) {
    if (from.moment.kind !== to.moment.kind) return "Both ends of a range must be written alike: time:14:02..14:05.";
    // One of clock times may go over midnight.
    if (from.moment.kind !== "clock" && isLater(from.moment, to.moment))
      return `This range ends before it begins: write time:${end}..${start}.`;
    return { comparison: "between", value: from.moment, to: later(to.moment, to.spanMs) };
  }
  if (to) return { comparison: "<", value: later(to.moment, to.spanMs) };
  return from ? { comparison: ">=", value: from.moment } : unclear("..");
}

function isLater(moment: Moment, other: Moment): boolean {
  return moment.kind === "ago" ? moment.ms < other.ms : moment.ms > other.ms;
}
