/**
 * Sums up a capture while it goes on, in slices: when connections were open and nobody could hear, which verdicts there
 * are, what each channel brought, and how all of it changed with time. It reads sums where there are many rows, and rows
 * only where there are few; its memory does not grow with the messages. Knows marks and levels of events, no protocol.
 */
import type { OverviewSpan, Series, VerdictLevel } from "../bridge/overview.ts";
import type { Mark, ObserverEvent } from "../model/event.ts";
import { ChannelBook } from "./channel-book.ts";
import { ConnectionSpans } from "./connection-spans.ts";
import { countWhile } from "./number-list.ts";
import type { OverviewReader, Remarkable } from "./overview-reader.ts";
import { QuerySize } from "./query-size.ts";
import { RoundTrips } from "./round-trips.ts";
import { SpanList } from "./span-list.ts";
import type { Capture } from "./store.ts";
import { TimeBuckets } from "./time-buckets.ts";
import { VerdictList } from "./verdict-list.ts";

/** Between two slices everything else gets its turn. */
const sliceMs = 8;
const queryMs = 3;

export class Overview {
  readonly capture: Capture;
  readonly verdicts = new VerdictList();
  readonly channels = new ChannelBook();
  readonly #reader: OverviewReader;
  readonly #connections = new ConnectionSpans();
  readonly #blind = new SpanList("blind");
  readonly #stale = new SpanList("stale");
  readonly #buckets = new TimeBuckets();
  readonly #roundTrips = new RoundTrips();
  readonly #querySize = new QuerySize(queryMs);
  #generation: number;
  /** The entry that is looked at next. */
  #next: number;
  /** The oldest entry that is kept, as far as it has been taken into account. */
  #firstSeq: number;
  #beganAt: number | undefined;
  #fromAt: number | undefined;
  #toAt: number | undefined;

  constructor(capture: Capture) {
    this.capture = capture;
    this.#reader = capture.overviewReader();
    this.#generation = capture.generation;
    this.#next = capture.firstSeq;
    this.#firstSeq = capture.firstSeq;
  }

  /** Entries looked at, of those that are kept. */
  get scanned(): number {
    this.#follow();
    return this.#next - this.#firstSeq;
  }

  /** Moment of the oldest entry that is kept. */
  get fromAt(): number | undefined {
    this.#follow();
    return this.#fromAt;
  }

  /** Moment of the newest entry that was looked at. */
  get toAt(): number | undefined {
    this.#follow();
    return this.#toAt;
  }

  /** How long the counts of channels reach back; ms, at least one second. */
  get countedMs(): number {
    return Math.max(1_000, (this.#toAt ?? 0) - (this.#beganAt ?? 0));
  }

  /** Looks at further entries for at most some 8 ms. Returns whether some are left. */
  scanSlice(): boolean {
    this.#follow();
    const startedAt = performance.now();
    let elapsed = 0;
    while (this.#next <= this.capture.lastSeq && elapsed + queryMs <= sliceMs) {
      const count = this.#take();
      const now = performance.now() - startedAt;
      this.#querySize.learn(count, now - elapsed);
      elapsed = now;
    }
    const isLeft = this.#next <= this.capture.lastSeq;
    // What is read of the past says nothing of a rate.
    if (!isLeft) this.channels.sample(performance.now());
    return isLeft;
  }

  spans(): readonly OverviewSpan[] {
    this.#follow();
    return [...this.#connections.list(), ...this.#blind.list(), ...this.#stale.list()];
  }

  series(): Omit<Series, "generation"> {
    this.#follow();
    return this.#buckets.series();
  }

  channelName(channel: number): string | undefined {
    return this.#reader.channelName(channel);
  }

  eventId(seq: number): string | undefined {
    return this.#reader.eventId(seq);
  }

  /** At most as many as a query may, and no further than the bucket of time in which they begin. */
  #take(): number {
    const first = this.#next;
    let last = Math.min(first + this.#querySize.entries - 1, this.capture.lastSeq);
    const at = this.#reader.at(first) ?? this.#toAt ?? 0;
    const newestAt = this.#reader.at(this.capture.lastSeq) ?? at;
    this.#beganAt ??= at;
    this.#fromAt ??= at;
    this.#buckets.cover(at);
    this.#buckets.cover(newestAt);
    const endAt = this.#buckets.endOf(at);
    if ((this.#reader.at(last) ?? 0) >= endAt)
      last =
        first +
        Math.max(
          1,
          countWhile(last - first, (index) => (this.#reader.at(first + index) ?? 0) < endAt),
        ) -
        1;
    this.#sum(first, last, at);
    this.#toAt = this.#reader.at(last) ?? at;
    this.#next = last + 1;
    return last - first + 1;
  }

  #sum(first: number, last: number, at: number): void {
    let messages = 0;
    let bytes = 0;
    let largest = 0;
    for (const totals of this.#reader.totals(first, last)) {
      this.channels.add(totals);
      messages += totals.messages;
      bytes += totals.bytes;
      largest = Math.max(largest, totals.largest);
    }
    this.#buckets.addMessages(at, messages, bytes, largest);
    const routine = this.#reader.routineConnection(first, last);
    if (routine !== undefined) this.#connections.routine(routine);
    for (const row of this.#reader.remarkable(first, last)) {
      if (row.source === "event") this.#event(row);
      else this.#transport(row);
    }
  }

  #transport(row: Remarkable): void {
    const { at, connection, kind, direction, body = "" } = row;
    if (kind === "open") this.#connections.opened(row);
    else if (kind === "closed") {
      this.#connections.closed(row);
      this.#roundTrips.closed(connection);
    } else if (kind === "ws_ping" && direction === "sent") this.#roundTrips.pinged(connection, at, dataOf(body));
    else if (kind === "ws_pong" && direction === "received") {
      const roundTripMs = this.#roundTrips.ponged(connection, at, dataOf(body));
      if (roundTripMs !== undefined) this.#buckets.addPing(at, roundTripMs);
    }
  }

  #event({ seq, at, kind, level, channel, body = "" }: Remarkable): void {
    if (level === "warning" || level === "error") this.verdicts.add(seq, at, kind, level satisfies VerdictLevel);
    // Most events have neither, and reading each would take longer than all the rest.
    if (!body.includes('"mark"') && !body.includes('"latencyMs"')) return;
    const { mark, fromAt, toAt, measures } = JSON.parse(body) as ObserverEvent;
    if (mark !== undefined) this.#marked(mark, seq, channel, fromAt ?? at, toAt ?? at);
    const latencyMs = measures?.latencyMs;
    if (latencyMs === undefined) return;
    this.#buckets.addLatency(at, latencyMs);
    this.channels.measured(channel, latencyMs);
  }

  #marked(mark: Mark, seq: number, channel: number | undefined, fromAt: number, toAt: number): void {
    if (mark === "blind") this.#blind.add(fromAt, toAt, seq, undefined);
    else if (mark === "stale") this.#stale.add(fromAt, toAt, seq, undefined);
    else if (mark === "gap") {
      const state = this.channels.of(channel);
      state.gaps += 1;
      state.lastGapSeq = seq;
    } else if (mark === "duplicate") {
      const state = this.channels.of(channel);
      state.duplicates += 1;
      state.lastDuplicateSeq = seq;
    }
  }

  /** After a clear it begins anew; of rows that a size limit took, the marks go and the counts stay. */
  #follow(): void {
    const { generation, firstSeq } = this.capture;
    if (generation !== this.#generation) this.#restart();
    else if (firstSeq > this.#firstSeq) this.#drop(firstSeq);
  }

  #drop(firstSeq: number): void {
    this.#firstSeq = firstSeq;
    this.#next = Math.max(this.#next, firstSeq);
    this.#fromAt = this.#reader.at(firstSeq) ?? this.#toAt;
    this.verdicts.dropBefore(firstSeq);
    if (this.#fromAt === undefined) return;
    for (const list of [this.#connections, this.#blind, this.#stale, this.#buckets]) list.dropBefore(this.#fromAt);
  }

  #restart(): void {
    this.#generation = this.capture.generation;
    this.#next = this.capture.firstSeq;
    this.#firstSeq = this.capture.firstSeq;
    this.#beganAt = undefined;
    this.#fromAt = undefined;
    this.#toAt = undefined;
    const parts = [this.verdicts, this.channels, this.#connections, this.#blind, this.#stale, this.#roundTrips];
    for (const part of [...parts, this.#buckets]) part.clear();
  }
}

/** What a ping carries. Two pings with nothing in them are told apart by their order. */
function dataOf(body: string): string {
  const { data } = JSON.parse(body || "{}") as { readonly data?: unknown };
  return typeof data === "string" ? data : "";
}
