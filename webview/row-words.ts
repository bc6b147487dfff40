/** What each cell of a row says, in the timeline's words. Knows rows, and nothing of how they are drawn. */
import type { Row } from "../src/bridge/rows.ts";
import type { Marks } from "../src/filter/highlights.ts";
import type { Column, TimeMode } from "./columns.ts";
import { formatClock, formatCount, formatDuration, formatElapsed, formatSize, wordsOf } from "./format.ts";
import { visibleLine } from "./visible-text.ts";

/** Longer summaries are never seen; the protocols keep to some 300 characters. */
const summaryLimit = 600;

export interface RowContext {
  readonly time: TimeMode;
  /** Zero of relative times, in ms since the epoch. */
  readonly zeroAt: number;
  /** What is to be marked; global. */
  readonly marks: Marks;
  /** The cell of the selected row that the keys are on; undefined for the row as a whole. */
  readonly column?: Column | undefined;
}

/** Rows whose text uses the free columns: verdicts, the transport's own, and what could not be decoded. */
export function isWide(row: Row): boolean {
  return row.source !== "message" || row.kind === "malformed";
}

export function classesOf(row: Row): string {
  const classes: string[] = [row.source];
  if (row.source === "transport") classes.push(row.kind);
  if (row.level) classes.push(row.level);
  if (row.kind === "malformed") classes.push("error");
  if (row.kind === "unknown") classes.push("warning");
  if (isWide(row)) classes.push("wide");
  if (row.isLifecycle) classes.push("lifecycle");
  if (row.heartbeat) classes.push("heartbeat");
  if (row.direction) classes.push(row.direction);
  return classes.join(" ");
}

export function leadOf(row: Row): string {
  if (row.kind === "malformed") return row.sizeBytes === undefined ? "" : formatSize(row.sizeBytes);
  return visibleLine([row.eventId, row.channelLabel ?? row.channel].filter(Boolean).join(" "));
}

export function kindOf(row: Row): string {
  const kind = visibleLine(row.source === "event" ? wordsOf(row.kind) : row.kind);
  if (!row.fold || row.fold.isCycle) return kind;
  return `${row.fold.kinds ? "routine" : kind} ×${formatCount(row.fold.count)}`;
}

export function summaryOf(row: Row): string {
  if (!row.fold || row.fold.isCycle) return visibleLine(row.summary.slice(0, summaryLimit));
  const { count, untilAt, kinds } = row.fold;
  if (kinds) return `${visibleLine(kinds.map(wordsOf).join(", "))} · until ${formatClock(untilAt)}`;
  const period = count > 1 ? `every ${formatDuration((untilAt - row.at) / (count - 1))} · ` : "";
  return `${period}until ${formatClock(untilAt)}`;
}

export function timeOf(row: Row, above: Row | undefined, context: RowContext): string {
  if (context.time === "absolute") return formatClock(row.at);
  if (context.time === "relative") return formatElapsed(row.at - context.zeroAt);
  const aboveAt = above?.fold?.untilAt ?? above?.at;
  return aboveAt === undefined ? "" : formatElapsed(row.at - aboveAt);
}

export function glyphOf(row: Row): string {
  if (row.kind === "open" && row.source === "transport") return "⇄";
  if (row.kind === "closed" && row.source === "transport") return "✕";
  if (row.level === "error" || row.level === "warning") return "!";
  if (row.level === "good") return "✓";
  if (row.level === "note") return "·";
  // U+FE0E asks for the text form: some fonts would draw a red heart.
  if (row.heartbeat) return "♥\ufe0e";
  return row.direction === "sent" ? "↑" : row.direction === "received" ? "↓" : "";
}

export function meaningOf(row: Row): string {
  if (row.level) return row.level;
  if (row.source === "transport" && (row.kind === "open" || row.kind === "closed")) return "connection";
  return row.heartbeat ? `heartbeat, ${row.direction ?? ""}` : (row.direction ?? "");
}
