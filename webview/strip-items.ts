/** What the strip above the rows shows, as things with a place in time, a name and a row to go to. Draws nothing. */
import type { Overview, OverviewSpan, VerdictLevel } from "../src/bridge/overview.ts";
import { countOf, formatClock, formatDuration, wordsOf } from "./format.ts";

export type StripShape = OverviewSpan["kind"] | VerdictLevel | "reconnect";

export interface StripItem {
  readonly shape: StripShape;
  readonly fromAt: number;
  /** Equals `fromAt` for a mark. */
  readonly toAt: number;
  readonly seq: number;
  /** What it is, when, and how long: a line each. */
  readonly lines: readonly string[];
}

const spanNames: Readonly<Record<OverviewSpan["kind"], string>> = {
  opening: "Connecting",
  open: "Connected",
  blind: "Blind window: nothing could arrive",
  stale: "Stale: a sign of life was overdue",
};

export function stripItems({ spans, verdicts, toAt = 0 }: Overview): StripItem[] {
  const items = spans.map((span) => spanItem(span, toAt));
  const opens = spans.filter(({ kind }) => kind === "open");
  const reconnects = opens.slice(1).map(
    (span): StripItem => ({
      shape: "reconnect",
      fromAt: span.fromAt,
      toAt: span.fromAt,
      seq: span.seq,
      lines: ["Connected again", `at ${formatClock(span.fromAt)}`],
    }),
  );
  const marks = verdicts.map(
    ({ at, seq, kind, level, count }): StripItem => ({
      shape: level,
      fromAt: at,
      toAt: at,
      seq,
      lines: [
        `${level === "error" ? "Error" : "Warning"}: ${wordsOf(kind)}${count > 1 ? `, and ${countOf(count - 1, "more verdict").replace("more verdicts", "more")}` : ""}`,
        `at ${formatClock(at)}`,
      ],
    }),
  );
  return [...items, ...reconnects, ...marks];
}

/** Marks and bad times, in order: what one walks through. */
export function stripStops(items: readonly StripItem[]): StripItem[] {
  return items
    .filter(({ shape }) => shape !== "open" && shape !== "opening")
    .sort((a, b) => a.fromAt - b.fromAt || a.toAt - b.toAt);
}

function spanItem({ kind, fromAt, toAt, seq, count }: OverviewSpan, endAt: number): StripItem {
  const until = Math.max(fromAt, toAt ?? endAt);
  const what = count > 1 ? `${spanNames[kind]} (${count} times, drawn as one)` : spanNames[kind];
  const from = formatClock(fromAt);
  const when = toAt === undefined ? `since ${from}` : `${from} to ${formatClock(toAt)}`;
  return { shape: kind, fromAt, toAt: until, seq, lines: [what, `${when} (${formatDuration(until - fromAt)})`] };
}
