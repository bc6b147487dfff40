/** Builds the rows of a timeline window. What a peer made very long is cut here, so that a window stays small. */
import type { Row } from "../bridge/rows.ts";
import type { CaptureReader, StoredEntry } from "../capture/reader.ts";
import type { ViewRow } from "../capture/view.ts";
import type { Level } from "../model/event.ts";
import { summarizePhases } from "../protocols/kit/phases.ts";
import { oneLine } from "../protocols/kit/words.ts";
import { endingLevel } from "./ending-level.ts";
import type { Exchange, MessageReader, Reading } from "./message-reader.ts";

const labelLength = 200;
const channelLength = 4_096;
const eventIdLength = 500;
const foldSample = 16;

export function buildRows(window: readonly ViewRow[], capture: CaptureReader, reader: MessageReader): Row[] {
  const entries = entriesOf(window, capture);
  return window.flatMap((place) => {
    const entry = entries.get(place.seq);
    if (!entry) return [];
    const row = buildRow(entry, reader);
    if (place.count === 1) return [row];
    const { count, firstSeq, lastSeq } = place;
    const untilAt = capture.entryAt(lastSeq) ?? entry.at;
    const fold = { count, lastSeq, untilAt };
    if (!entry.heartbeat) return [{ ...row, fold: { ...fold, firstSeq, isCycle: true } }];
    const kinds = kindsOf(place, capture);
    return [{ ...row, fold: { ...fold, ...(kinds && { kinds }) } }];
  });
}

/** Judged by the first few: a run may be very long, and routine repeats itself. Undefined where all are alike. */
function kindsOf(place: ViewRow, capture: CaptureReader): readonly string[] | undefined {
  const first = capture.entriesBetween(place.seq, Math.min(place.lastSeq, place.seq + foldSample - 1));
  const kinds = new Set(first.filter(({ heartbeat }) => heartbeat).map(({ kind }) => kind));
  return kinds.size > 1 ? [...kinds] : undefined;
}

/** `reading`: where the entry has been decoded already. */
export function buildRow(entry: StoredEntry, reader: MessageReader, reading?: Reading): Row {
  const label = reader.labelOf(entry);
  const known = reading ?? (entry.source === "transport" ? reader.read(entry) : undefined);
  return {
    seq: entry.seq,
    at: entry.at,
    // Moments are whole microseconds; their difference as a fraction of milliseconds is not.
    deltaMs: entry.previousAt === undefined ? undefined : Math.round((entry.at - entry.previousAt) * 1000) / 1000,
    source: entry.source,
    direction: entry.direction,
    client: reader.clientOf(entry),
    kind: entry.kind,
    channelLabel: label === undefined ? undefined : oneLine(label, labelLength),
    channel: cut(entry.channel, channelLength),
    eventId: cut(entry.eventId, eventIdLength),
    sizeBytes: entry.sizeBytes,
    summary: withPhases(reader.summarize(entry, known), reader.exchange(entry)),
    level: entry.level ?? levelOfEnding(known),
    heartbeat: entry.heartbeat,
    ...(reader.isLifecycle(entry) ? { isLifecycle: true } : undefined),
  };
}

/** In front: a reply's text may be longer than the row. */
function withPhases(summary: string, exchange: Exchange | undefined): string {
  const phases = exchange === undefined ? "" : summarizePhases(exchange.timing);
  return phases === "" ? summary : `${phases} · ${summary}`;
}

function levelOfEnding(reading: Reading | undefined): Level | undefined {
  if (reading?.source !== "transport" || reading.message.kind !== "closed") return undefined;
  return endingLevel(reading.message.close);
}

/** One query for each stretch of neighbours: just one for a view without a filter. */
function entriesOf(window: readonly ViewRow[], capture: CaptureReader): Map<number, StoredEntry> {
  const entries = new Map<number, StoredEntry>();
  let first: number | undefined;
  window.forEach(({ seq }, index) => {
    first ??= seq;
    if (window[index + 1]?.seq === seq + 1) return;
    for (const entry of capture.entriesBetween(first, seq)) entries.set(entry.seq, entry);
    first = undefined;
  });
  return entries;
}

function cut(text: string | undefined, length: number): string | undefined {
  return text !== undefined && text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
