/** The columns of the table of channels: their heads, what they show, and what they are sorted by. */
import type { ChannelSummary } from "../src/bridge/overview.ts";
import { formatCount, formatDuration, formatRate, formatSize } from "./format.ts";

export interface ChannelColumn {
  readonly name: string;
  readonly head: string;
  readonly title: string;
  /** Sorts by this; text in alphabetical order, numbers from the largest. */
  readonly value: (channel: ChannelSummary) => string | number;
  readonly text: (channel: ChannelSummary) => string;
  /** Says something only where messages have ids. */
  readonly isAboutIds?: true;
  /** The row that a click on it goes to. */
  readonly seq?: (channel: ChannelSummary) => number | undefined;
}

export const channelColumns: readonly ChannelColumn[] = [
  {
    name: "channel",
    head: "Channel",
    title: "As the server names it",
    value: ({ label }) => label,
    text: ({ label }) => label,
    seq: ({ lastSeq }) => lastSeq,
  },
  {
    name: "messages",
    head: "Messages",
    title: "Messages in both directions",
    value: ({ messages }) => messages,
    text: ({ messages }) => formatCount(messages),
  },
  {
    name: "gaps",
    isAboutIds: true,
    head: "Gaps",
    title: "Times that messages were missing",
    value: ({ gaps }) => gaps,
    text: ({ gaps }) => (gaps === 0 ? "" : formatCount(gaps)),
    seq: ({ lastGapSeq }) => lastGapSeq,
  },
  {
    name: "duplicates",
    isAboutIds: true,
    head: "Repeats",
    title: "Times that messages came more than once",
    value: ({ duplicates }) => duplicates,
    text: ({ duplicates }) => (duplicates === 0 ? "" : formatCount(duplicates)),
    seq: ({ lastDuplicateSeq }) => lastDuplicateSeq,
  },
  {
    name: "rate",
    head: "Now",
    title: "Messages in the last second",
    value: ({ ratePerSecond }) => ratePerSecond,
    text: ({ ratePerSecond }) => `${formatRate(ratePerSecond)}/s`,
  },
  {
    name: "mean",
    head: "Average",
    title: "Messages a second over the whole capture",
    value: ({ meanPerSecond }) => meanPerSecond,
    text: ({ meanPerSecond }) => `${formatRate(meanPerSecond)}/s`,
  },
  {
    name: "bytes",
    head: "Bytes",
    title: "Bytes of its messages on the wire",
    value: ({ bytes }) => bytes,
    text: ({ bytes }) => formatSize(bytes),
  },
  {
    name: "last-id",
    isAboutIds: true,
    head: "Last id",
    title: "The newest event id or position",
    value: ({ lastId }) => lastId ?? "",
    text: ({ lastId }) => lastId ?? "",
  },
  {
    name: "p50",
    head: "p50",
    title: "Half of its measured answers came within this time",
    value: ({ latency }) => latency?.p50Ms ?? -1,
    text: ({ latency }) => (latency ? formatDuration(latency.p50Ms) : ""),
  },
  {
    name: "p95",
    head: "p95",
    title: "95 of 100 measured answers came within this time",
    value: ({ latency }) => latency?.p95Ms ?? -1,
    text: ({ latency }) => (latency ? formatDuration(latency.p95Ms) : ""),
  },
];

export interface ChannelOrder {
  readonly column: string;
  readonly descending: boolean;
}

export function sortChannels(
  channels: readonly ChannelSummary[],
  { column, descending }: ChannelOrder,
): ChannelSummary[] {
  const value = channelColumns.find(({ name }) => name === column)?.value ?? (() => 0);
  const sign = descending ? -1 : 1;
  return [...channels].sort((a, b) => sign * compare(value(a), value(b)) || a.label.localeCompare(b.label));
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}
