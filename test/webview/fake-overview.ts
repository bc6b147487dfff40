/** Sums up a made-up capture as the engine would, row by row: the first rows of a long one stand for all. */
import type {
  ChannelSummary,
  Lane,
  Overview,
  OverviewSpan,
  Series,
  VerdictFilter,
  VerdictPage,
} from "../../src/bridge/overview.ts";
import type { Row } from "../../src/bridge/rows.ts";

type Verdict = Row & { readonly level: "warning" | "error" };

function verdictsOf(rows: readonly Row[]): Verdict[] {
  return rows.filter(
    (row): row is Verdict => row.source === "event" && (row.level === "warning" || row.level === "error"),
  );
}

/** Blind windows end where they are told; connections are open between their rows. */
function spansOf(rows: readonly Row[]): OverviewSpan[] {
  const spans: OverviewSpan[] = [];
  let openedAt: Row | undefined = rows[0]?.kind === "open" ? undefined : rows[0];
  for (const row of rows) {
    if (row.kind === "open") openedAt = row;
    if (row.kind !== "closed" || !openedAt) continue;
    spans.push({ kind: "open", fromAt: openedAt.at, toAt: row.at, seq: openedAt.seq, lastSeq: row.seq, count: 1 });
    openedAt = undefined;
  }
  if (openedAt) spans.push({ kind: "open", fromAt: openedAt.at, seq: openedAt.seq, count: 1 });
  for (const row of rows.filter(({ kind }) => kind === "blindWindow")) {
    const next = rows.find(({ kind, seq }) => kind === "open" && seq > row.seq);
    spans.push({ kind: "blind", fromAt: row.at, toAt: next?.at ?? row.at, seq: row.seq, count: 1 });
  }
  for (const row of rows.filter(({ kind }) => kind === "wentStale"))
    spans.push({ kind: "stale", fromAt: row.at - 6_000, toAt: row.at, seq: row.seq, count: 1 });
  return spans;
}

export function fakeOverview(rows: readonly Row[], generation: number): Overview {
  const verdicts = verdictsOf(rows);
  const kinds = new Map<string, Overview["kinds"][number]>();
  for (const { kind, level } of verdicts)
    kinds.set(`${kind} ${level}`, { kind, level, count: (kinds.get(`${kind} ${level}`)?.count ?? 0) + 1 });
  return {
    generation,
    fromAt: rows[0]?.at,
    toAt: rows.at(-1)?.at,
    entries: rows.length,
    scanned: rows.length,
    spans: spansOf(rows),
    verdicts: verdicts.map(({ at, seq, kind, level }) => ({ at, seq, kind, level, count: 1 })),
    kinds: [...kinds.values()].sort((a, b) => b.count - a.count),
  };
}

export function fakeVerdicts(rows: readonly Row[], filter: VerdictFilter, from: number, count: number): VerdictPage {
  const fitting = verdictsOf(rows)
    .filter(({ kind, level }) => (filter.kind ?? kind) === kind && (filter.level ?? level) === level)
    .reverse();
  const items = fitting.slice(from, from + count).map(({ seq, at, kind, level, channelLabel, summary }) => ({
    seq,
    at,
    kind,
    level,
    channelLabel,
    title: summary,
  }));
  return { generation: 1, from, total: fitting.length, items };
}

export function fakeChannels(rows: readonly Row[]): readonly ChannelSummary[] {
  const channels = new Map<string | undefined, ChannelSummary>();
  for (const row of rows) {
    const before = channels.get(row.channel);
    const isMessage = row.source === "message";
    const isGap = row.kind === "gapFound";
    if (!isMessage && !isGap) continue;
    channels.set(row.channel, {
      channel: row.channel,
      label: row.channelLabel ?? "(no channel)",
      messages: (before?.messages ?? 0) + (isMessage ? 1 : 0),
      ratePerSecond: row.channel ? 24.7 : 0.3,
      meanPerSecond: row.channel ? 21.2 : 0.33,
      bytes: (before?.bytes ?? 0) + (row.sizeBytes ?? 0),
      lastId: row.eventId ?? before?.lastId,
      lastSeq: isMessage ? row.seq : before?.lastSeq,
      gaps: (before?.gaps ?? 0) + (isGap ? 1 : 0),
      lastGapSeq: isGap ? row.seq : before?.lastGapSeq,
      duplicates: 0,
      latency: row.channel ? { count: 12, p50Ms: 38, p95Ms: 112 } : undefined,
    });
  }
  return [...channels.values()];
}

export function fakeSeries(rows: readonly Row[]): Series {
  const fromAt = rows[0]?.at ?? 0;
  const spanMs = Math.max(1000, (rows.at(-1)?.at ?? 0) - fromAt);
  const widthMs = Math.ceil(spanMs / 120);
  const points = Math.ceil(spanMs / widthMs) + 1;
  const messages = Array.from({ length: points }, () => 0);
  const bytes = messages.slice();
  const largestBytes = messages.slice();
  for (const { at, source, sizeBytes = 0 } of rows) {
    const index = Math.floor((at - fromAt) / widthMs);
    if (source !== "message") continue;
    messages[index] = (messages[index] ?? 0) + 1;
    bytes[index] = (bytes[index] ?? 0) + sizeBytes;
    largestBytes[index] = Math.max(largestBytes[index] ?? 0, sizeBytes);
  }
  const latencyMs = messages.map((_, index) => (index % 9 === 4 ? 30 + ((index * 7) % 40) : null));
  const none = messages.map(() => null);
  return {
    generation: 1,
    widthMs,
    fromAt,
    messages,
    bytes,
    largestBytes,
    latencyMs,
    worstLatencyMs: latencyMs.map((value) => (value === null ? null : value * 1.6)),
    pingMs: none,
    worstPingMs: none,
  };
}

export function fakeLane(rows: readonly Row[], rowCount: number, slots: number): Lane {
  const marks = verdictsOf(rows).map(({ seq, level }) => {
    const index = rows.findIndex((row) => row.seq === seq);
    return { slot: Math.floor((index * slots) / Math.max(1, rowCount)), level, seq, count: 1 };
  });
  return { generation: 1, rows: rowCount, slots, marks };
}
