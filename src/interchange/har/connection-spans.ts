/** Where the frames of each connection lie, found out in one pass through the capture: a HAR has them connection by connection. */
import type { ExportSource } from "../export-source.ts";

export interface ConnectionSpan {
  readonly connection: number;
  firstFrame: number;
  lastFrame: number;
  firstAt: number;
  lastAt: number;
  firstSent: number;
  lastSent: number;
  lastReceived: number;
  /** Number of its `closed` entry; 0 while it is open. */
  closedSeq: number;
}

const framesPerStep = 20_000;
const entriesPerStep = 20_000;

/** In the order in which the connections began. Go through `steps` first: they fill `spans`. */
export function connectionSpans(source: ExportSource): {
  readonly spans: ReadonlyMap<number, ConnectionSpan>;
  readonly steps: Generator<string>;
} {
  const spans = new Map<number, ConnectionSpan>();
  return { spans, steps: fill(spans, source) };
}

function* fill(spans: Map<number, ConnectionSpan>, { bulk, reader, selection }: ExportSource): Generator<string> {
  for (let from = 1; from <= selection.lastFrame; from += framesPerStep) {
    const found = bulk.spans(from, Math.min(selection.lastFrame, from + framesPerStep - 1));
    for (const part of found.sort((a, b) => a.firstFrame - b.firstFrame)) {
      const { connection, direction, firstFrame, lastFrame, firstAt, lastAt } = part;
      const span = spans.get(connection) ?? newSpan(connection, firstFrame, firstAt);
      span.firstFrame = Math.min(span.firstFrame, firstFrame);
      span.lastFrame = Math.max(span.lastFrame, lastFrame);
      span.firstAt = Math.min(span.firstAt, firstAt);
      span.lastAt = Math.max(span.lastAt, lastAt);
      if (direction === "received") span.lastReceived = Math.max(span.lastReceived, lastFrame);
      else {
        span.firstSent = span.firstSent === 0 ? firstFrame : Math.min(span.firstSent, firstFrame);
        span.lastSent = Math.max(span.lastSent, lastFrame);
      }
      spans.set(connection, span);
    }
    yield "";
  }
  const { lowestSeq = 1, highestSeq } = reader.bounds();
  for (let from = lowestSeq; from <= highestSeq; from += entriesPerStep) {
    for (const { seq, connection, kind } of bulk.transport(from, Math.min(highestSeq, from + entriesPerStep - 1))) {
      const span = spans.get(connection);
      if (!span) continue;
      if (kind === "closed") {
        span.closedSeq = seq;
        span.lastAt = Math.max(span.lastAt, reader.entryAt(seq) ?? 0);
      }
    }
    yield "";
  }
  if (selection.isWhole) return;
  // Only connections of which something was chosen.
  const chosen = new Set<number>();
  for (const batch of selection.entries()) {
    for (const { connection } of batch) chosen.add(connection);
    yield "";
  }
  for (const connection of spans.keys()) if (!chosen.has(connection)) spans.delete(connection);
}

function newSpan(connection: number, firstFrame: number, firstAt: number): ConnectionSpan {
  return {
    connection,
    firstFrame,
    lastFrame: firstFrame,
    firstAt,
    lastAt: firstAt,
    firstSent: 0,
    lastSent: 0,
    lastReceived: 0,
    closedSeq: 0,
  };
}
