/** The whole of a capture at a glance: times, verdicts, channels and series, as summed up by the engine. Plain data. */
import type { Level } from "../model/event.ts";

/** A stretch of time of one meaning. Where a capture has very many of them, neighbours are told as one. */
export interface OverviewSpan {
  /** `opening`: asked for, not open yet. `blind` and `stale`: see `Mark` in `model/event.ts`. */
  readonly kind: "opening" | "open" | "blind" | "stale";
  readonly fromAt: number;
  /** Undefined while it lasts. */
  readonly toAt?: number | undefined;
  /** The row to go to, and the row that ended it. */
  readonly seq: number;
  readonly lastSeq?: number | undefined;
  /** How many it stands for. */
  readonly count: number;
}

export type VerdictLevel = Extract<Level, "warning" | "error">;

/** The verdicts of one slot of time: the worst of them, and how many there are. */
export interface OverviewVerdict {
  readonly at: number;
  readonly seq: number;
  readonly kind: string;
  readonly level: VerdictLevel;
  readonly count: number;
}

export interface VerdictCount {
  readonly kind: string;
  readonly level: VerdictLevel;
  readonly count: number;
}

export interface Overview {
  readonly generation: number;
  /** Moments of the oldest and the newest entry; undefined without entries. */
  readonly fromAt?: number | undefined;
  readonly toAt?: number | undefined;
  readonly entries: number;
  /** Entries looked at so far; smaller than `entries` while the capture is being summed up. */
  readonly scanned: number;
  /** In order of `fromAt` within each kind. */
  readonly spans: readonly OverviewSpan[];
  /** In order of time. */
  readonly verdicts: readonly OverviewVerdict[];
  /** Most frequent first. */
  readonly kinds: readonly VerdictCount[];
}

/** Told when an overview has changed: whoever shows it asks anew for what is to be seen. */
export interface OverviewTick {
  readonly session: string;
  readonly generation: number;
  readonly entries: number;
  readonly scanned: number;
  readonly verdicts: number;
}

/** Undefined: all of them. */
export interface VerdictFilter {
  readonly level?: VerdictLevel | undefined;
  readonly kind?: string | undefined;
}

export interface VerdictItem {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly level: VerdictLevel;
  readonly channelLabel?: string | undefined;
  readonly title: string;
}

/** Newest first: `from` counts from the newest. */
export interface VerdictPage {
  readonly generation: number;
  readonly from: number;
  /** That fit the filter. */
  readonly total: number;
  readonly items: readonly VerdictItem[];
}

/** Counts go on over rows that a size limit has dropped, and begin anew with a clear. */
export interface ChannelSummary {
  /** Byte for byte as the server names it; undefined: messages that name none. */
  readonly channel?: string | undefined;
  readonly label: string;
  readonly messages: number;
  /** Messages a second over the last second or two; 0 when nothing comes. */
  readonly ratePerSecond: number;
  /** Messages a second over the whole capture. */
  readonly meanPerSecond: number;
  readonly bytes: number;
  readonly lastId?: string | undefined;
  /** Its newest message; undefined when only events name it. */
  readonly lastSeq?: number | undefined;
  readonly gaps: number;
  /** The newest gap and the newest repeat, to go to. */
  readonly lastGapSeq?: number | undefined;
  readonly duplicates: number;
  readonly lastDuplicateSeq?: number | undefined;
  /** Of questions and answers on this channel that something measured; within 10 % of the truth. */
  readonly latency?: { readonly count: number; readonly p50Ms: number; readonly p95Ms: number } | undefined;
}

/** Points of equal width in time. All arrays are of the same length; `null` where nothing was measured. */
export interface Series {
  readonly generation: number;
  readonly widthMs: number;
  /** Beginning of the first point, ms since the epoch. */
  readonly fromAt: number;
  readonly messages: readonly number[];
  readonly bytes: readonly number[];
  readonly largestBytes: readonly number[];
  /** Mean and worst of what was measured between a question and its answer. */
  readonly latencyMs: readonly (number | null)[];
  readonly worstLatencyMs: readonly (number | null)[];
  /** Mean and worst time from a ping of the client to its pong. */
  readonly pingMs: readonly (number | null)[];
  readonly worstPingMs: readonly (number | null)[];
}

/** Verdicts by their place among a view's rows: slot 0 is the first, and `slots` of them stand for all rows. */
export interface Lane {
  readonly generation: number;
  readonly rows: number;
  readonly slots: number;
  readonly marks: readonly LaneMark[];
}

export interface LaneMark {
  readonly slot: number;
  /** The worst of the slot, and the first of that level. */
  readonly level: VerdictLevel;
  readonly seq: number;
  readonly count: number;
}
