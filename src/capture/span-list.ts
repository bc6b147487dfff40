/** Stretches of time of one meaning, in bounded number: when there are too many, the nearest neighbours become one. */
import type { OverviewSpan } from "../bridge/overview.ts";

const maxSpans = 1_000;
const keptSpans = 500;

interface Span {
  fromAt: number;
  /** Undefined while it lasts. */
  toAt: number | undefined;
  seq: number;
  lastSeq: number | undefined;
  count: number;
}

export class SpanList {
  readonly #kind: OverviewSpan["kind"];
  /** In order of `fromAt`, but for what an observer tells late. */
  #spans: Span[] = [];

  constructor(kind: OverviewSpan["kind"]) {
    this.#kind = kind;
  }

  /** Overlapping ones are one: several channels are blind together. */
  add(fromAt: number, toAt: number, seq: number, lastSeq: number | undefined): void {
    const last = this.#spans.at(-1);
    if (last?.toAt !== undefined && fromAt <= last.toAt && toAt >= last.fromAt) {
      last.fromAt = Math.min(last.fromAt, fromAt);
      last.toAt = Math.max(last.toAt, toAt);
      return;
    }
    this.#push({ fromAt, toAt, seq, lastSeq, count: 1 });
  }

  /** It lasts until it is ended by the function that is given back. */
  begin(fromAt: number, seq: number): (toAt: number, lastSeq: number) => void {
    const span: Span = { fromAt, toAt: undefined, seq, lastSeq: undefined, count: 1 };
    this.#push(span);
    return (toAt, lastSeq) => {
      span.toAt = toAt;
      span.lastSeq = lastSeq;
    };
  }

  dropBefore(at: number): void {
    const kept = this.#spans.findIndex(({ toAt }) => toAt === undefined || toAt >= at);
    this.#spans = kept < 0 ? [] : this.#spans.slice(kept);
  }

  clear(): void {
    this.#spans = [];
  }

  list(): OverviewSpan[] {
    return this.#spans.map((span) => ({ kind: this.#kind, ...span }));
  }

  #push(span: Span): void {
    this.#spans.push(span);
    if (this.#spans.length > maxSpans) this.#coalesce();
  }

  #coalesce(): void {
    const first = this.#spans[0]?.fromAt ?? 0;
    const wholeMs = Math.max(1, (this.#spans.at(-1)?.fromAt ?? first) - first);
    for (let nearMs = wholeMs / 4_096; this.#spans.length > keptSpans && nearMs <= wholeMs; nearMs *= 2)
      this.#spans = joined(this.#spans, nearMs);
  }
}

/** What lasts stays apart: it is still to be ended. */
function joined(spans: readonly Span[], nearMs: number): Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const before = kept.at(-1);
    if (before?.toAt === undefined || span.toAt === undefined || span.fromAt - before.toAt > nearMs) kept.push(span);
    else {
      before.toAt = Math.max(before.toAt, span.toAt);
      before.lastSeq = span.lastSeq;
      before.count += span.count;
    }
  }
  return kept;
}
