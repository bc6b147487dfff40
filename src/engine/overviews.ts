/** The overviews of captures: made when somebody asks for one, given their turns to sum up, and told when they change. */
import type { EngineEvents } from "../bridge/engine-api.ts";
import type { ChannelSummary, Series, Overview as Told, VerdictFilter, VerdictPage } from "../bridge/overview.ts";
import type { ChannelState } from "../capture/channel-book.ts";
import { Overview } from "../capture/overview.ts";
import type { VerdictEntry } from "../capture/verdict-list.ts";
import type { ObserverEvent } from "../model/event.ts";
import { oneLine } from "../protocols/kit/words.ts";
import type { Hosted } from "./hosted.ts";
import type { MessageReader } from "./message-reader.ts";
import { Pace } from "./pace.ts";

const maxSlots = 2_000;
const maxItems = 200;
const labelLength = 200;
/** Nobody reads charts faster. */
const tickMs = 250;

class HostedOverview {
  readonly session: Hosted;
  readonly overview: Overview;
  readonly #pace: Pace;
  readonly #events: EngineEvents;
  #turn: NodeJS.Immediate | undefined;
  #told = "";

  constructor(session: Hosted, events: EngineEvents) {
    this.session = session;
    this.overview = new Overview(session.capture);
    this.#events = events;
    this.#pace = new Pace(() => this.#work(), tickMs);
    if (this.overview.scanSlice()) this.#workOn();
  }

  touch(): void {
    // While a long capture is being summed up, the turns come by themselves.
    if (!this.#turn) this.#pace.touch();
  }

  stop(): void {
    this.#pace.stop();
    clearImmediate(this.#turn);
  }

  #work(): void {
    if (!this.#turn && this.overview.scanSlice()) this.#workOn();
    const { session, overview } = this;
    const { entries, generation } = session.capture;
    const tick = {
      session: session.id,
      generation,
      entries,
      scanned: overview.scanned,
      verdicts: overview.verdicts.length,
    };
    const told = JSON.stringify(tick);
    if (told === this.#told) return;
    this.#told = told;
    this.#events.overviewChanged(tick);
  }

  /** One slice after the other, with everybody else's turns in between. */
  #workOn(): void {
    this.#turn = setImmediate(() => {
      this.#turn = undefined;
      if (this.overview.scanSlice()) this.#workOn();
      this.#pace.touch();
    });
  }
}

export class Overviews {
  readonly #events: EngineEvents;
  readonly #overviews = new Map<string, HostedOverview>();

  constructor(events: EngineEvents) {
    this.#events = events;
  }

  of(session: Hosted): Overview {
    const known = this.#overviews.get(session.id) ?? new HostedOverview(session, this.#events);
    this.#overviews.set(session.id, known);
    return known.overview;
  }

  overview(session: Hosted, slots: number): Told {
    const overview = this.of(session);
    const { generation, entries } = session.capture;
    const { fromAt, toAt, scanned, verdicts } = overview;
    const wished = Math.max(1, Math.min(Math.trunc(slots) || 1, maxSlots));
    return {
      generation,
      fromAt,
      toAt,
      entries,
      scanned,
      spans: overview.spans(),
      verdicts: fromAt === undefined || toAt === undefined ? [] : verdicts.bySlots(fromAt, toAt, wished),
      kinds: verdicts.counts(),
    };
  }

  verdicts(session: Hosted, filter: VerdictFilter, from: number, count: number): VerdictPage {
    const first = Math.max(0, Math.trunc(from) || 0);
    const { total, items } = this.of(session).verdicts.newest(filter, first, Math.min(count, maxItems));
    const { generation } = session.capture;
    return { generation, from: first, total, items: items.map((verdict) => itemOf(verdict, session)) };
  }

  channels(session: Hosted): readonly ChannelSummary[] {
    const overview = this.of(session);
    return overview.channels
      .list()
      .map((state) => summaryOf(state, overview, session))
      .sort((a, b) => b.messages - a.messages || a.label.localeCompare(b.label));
  }

  series(session: Hosted): Series {
    return { generation: session.capture.generation, ...this.of(session).series() };
  }

  captured(session: Hosted): void {
    this.#overviews.get(session.id)?.touch();
  }

  forget(session: Hosted): void {
    this.#overviews.get(session.id)?.stop();
    this.#overviews.delete(session.id);
  }

  forgetAll(): void {
    for (const { session } of this.#overviews.values()) this.forget(session);
  }
}

function itemOf({ seq, at, kind, level }: VerdictEntry, { capture, reader }: Hosted): VerdictPage["items"][number] {
  const entry = capture.reader.entry(seq);
  const { title } = JSON.parse(capture.reader.body(seq) ?? "{}") as Partial<ObserverEvent>;
  return {
    seq,
    at,
    kind,
    level,
    channelLabel: entry?.channel === undefined ? undefined : shortLabel(entry.channel, reader),
    title: title ?? "",
  };
}

function summaryOf(state: ChannelState, overview: Overview, { reader }: Hosted): ChannelSummary {
  const { messages, bytes, gaps, duplicates, latency, isOthers } = state;
  const channel = state.channel === undefined || isOthers ? undefined : overview.channelName(state.channel);
  return {
    channel,
    label: isOthers ? "(further channels)" : channel === undefined ? "(no channel)" : shortLabel(channel, reader),
    messages,
    ratePerSecond: overview.channels.rateOf(state, performance.now()),
    meanPerSecond: messages / (overview.countedMs / 1000),
    bytes,
    lastId: state.lastIdSeq === undefined ? undefined : overview.eventId(state.lastIdSeq),
    lastSeq: state.lastSeq,
    gaps,
    lastGapSeq: state.lastGapSeq,
    duplicates,
    lastDuplicateSeq: state.lastDuplicateSeq,
    latency: latency && { count: latency.count, p50Ms: latency.percentileMs(0.5), p95Ms: latency.percentileMs(0.95) },
  };
}

function shortLabel(channel: string, reader: MessageReader): string {
  return oneLine(reader.labelChannel(channel), labelLength);
}
