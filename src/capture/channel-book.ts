/** What is known of each channel, in bounded number: those beyond are counted together. */

import { LatencyHistogram } from "./latency-histogram.ts";
import type { ChannelTotals } from "./overview-reader.ts";

const maxChannels = 5_000;
/** Stands for all channels that came when there were too many. */
const others = -1;
/** A rate is that of the last second, or of up to two. */
const sampleMs = 1_000;

export interface ChannelState {
  /** Number in the capture; undefined: what names no channel. */
  readonly channel: number | undefined;
  readonly isOthers: boolean;
  messages: number;
  bytes: number;
  lastSeq: number | undefined;
  lastIdSeq: number | undefined;
  gaps: number;
  lastGapSeq: number | undefined;
  duplicates: number;
  lastDuplicateSeq: number | undefined;
  latency: LatencyHistogram | undefined;
}

export class ChannelBook {
  readonly #channels = new Map<number | undefined, ChannelState>();
  #samples: { readonly at: number; readonly counts: ReadonlyMap<number | undefined, number> }[] = [];
  #changedAt = Number.NEGATIVE_INFINITY;

  add(totals: ChannelTotals): void {
    const state = this.of(totals.channel);
    state.messages += totals.messages;
    state.bytes += totals.bytes;
    state.lastSeq = totals.lastSeq;
    state.lastIdSeq = totals.lastIdSeq ?? state.lastIdSeq;
  }

  of(channel: number | undefined): ChannelState {
    const known = this.#channels.get(channel);
    if (known) return known;
    const isOthers = channel !== undefined && this.#channels.size >= maxChannels;
    const key = isOthers ? others : channel;
    const state = this.#channels.get(key) ?? newState(channel, isOthers);
    this.#channels.set(key, state);
    return state;
  }

  measured(channel: number | undefined, latencyMs: number): void {
    const state = this.of(channel);
    state.latency ??= new LatencyHistogram();
    state.latency.add(latencyMs);
  }

  /** Remembers how many there are now, for rates; `at` is in ms of a clock that does not run backwards. */
  sample(at: number): void {
    this.#changedAt = at;
    const newest = this.#samples.at(-1);
    if (newest && at - newest.at < sampleMs) return;
    const counts = new Map([...this.#channels].map(([channel, { messages }]) => [channel, messages]));
    this.#samples = [...this.#samples.slice(-1), { at, counts }];
  }

  /** Messages a second of late; 0 once nothing has come for two seconds. */
  rateOf(state: ChannelState, now: number): number {
    const before = this.#samples[0];
    if (!before || now - this.#changedAt > 2 * sampleMs || now <= before.at) return 0;
    const counted = before.counts.get(state.isOthers ? others : state.channel) ?? 0;
    return (state.messages - counted) / (Math.max(sampleMs, now - before.at) / 1000);
  }

  clear(): void {
    this.#channels.clear();
    this.#samples = [];
  }

  list(): readonly ChannelState[] {
    return [...this.#channels.values()];
  }
}

function newState(channel: number | undefined, isOthers: boolean): ChannelState {
  return {
    channel,
    isOthers,
    messages: 0,
    bytes: 0,
    lastSeq: undefined,
    lastIdSeq: undefined,
    gaps: 0,
    lastGapSeq: undefined,
    duplicates: 0,
    lastDuplicateSeq: undefined,
    latency: undefined,
  };
}
