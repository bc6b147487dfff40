/** What the details pane shows of one entry. Nothing larger than a stated limit leaves the engine from here. */
import type { ByteWindow, EntryDetails, Excerpt, FrameDetails, RowClient, VerdictDetails } from "../bridge/rows.ts";
import type { FramePart } from "../capture/frame-reader.ts";
import type { CaptureReader, StoredEntry } from "../capture/reader.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { Description, Fact, TextBlock } from "../model/protocol.ts";
import { compactJson, parseJson } from "../protocols/kit/json.ts";
import { bodyFacts, phaseFacts } from "../protocols/kit/phases.ts";
import { exactPayload } from "./exact-numbers.ts";
import { type ExcerptLimits, excerptOf, sizeOf } from "./excerpt.ts";
import { guessesOf } from "./guess/guesses.ts";
import { headText } from "./head-text.ts";
import { linksOf } from "./links.ts";
import { describe, type Exchange, type MessageReader, type Reading } from "./message-reader.ts";
import { buildRow } from "./rows.ts";

const rawLimits: ExcerptLimits = { textBytes: 256 * 1024, base64Bytes: 64 * 1024 };
/** Of several frames; the message's own excerpt has more. */
const frameLimits: ExcerptLimits = { textBytes: 16 * 1024, base64Bytes: 4 * 1024 };
const payloadLimit = 1024 * 1024;
const textLimit = 256 * 1024;
const factLimit = 8 * 1024;
const windowLimit = 64 * 1024;
/** Frames shown from each end. */
const framesAtEachEnd = 4;

/** Throws with a sentence when the entry is not in the capture. */
export function buildDetails(seq: number, capture: CaptureReader, reader: MessageReader): EntryDetails {
  const entry = entryOf(seq, capture);
  const reading = reader.read(entry);
  const description = describe(reading);
  const payload = payloadOf(reading, description, entry.sizeBytes ?? 0);
  const frames = capture.frames.of(entry, framesAtEachEnd);
  const parts = frames.ids.flatMap((id) => capture.frames.part(id, frameLimits.textBytes) ?? []);
  return {
    row: buildRow(entry, reader, reading),
    verdict: reading.source === "event" ? verdictOf(reading.event) : undefined,
    facts: [...clientFacts(reader.clientOf(entry)), ...description.facts, ...exchangeFacts(reader.exchange(entry))].map(
      (fact) => ({
        ...fact,
        value: cut(fact.value, factLimit),
      }),
    ),
    payloadJson: payload.json,
    payloadTruncated: payload.truncated,
    texts: textsOf(description),
    raw: rawOf(entry, reading, parts, capture),
    frames: parts.map(frameDetails),
    frameCount: frames.count,
    handshake:
      reading.source === "transport" && reading.message.kind === "open" ? reading.message.handshake : undefined,
    links: linksOf(entry, reading, capture, reader),
    guesses: guessesOf(reading, description),
  };
}

function clientFacts(client: RowClient | undefined): Fact[] {
  return client ? [{ label: "Client", value: client.label, aside: client.address }] : [];
}

/** At most `windowLimit` bytes from an offset on. Throws with a sentence when the entry is not in the capture. */
export function bytesOf(
  seq: number,
  range: { readonly from: number; readonly count: number },
  capture: CaptureReader,
): ByteWindow {
  const from = Math.max(0, Math.trunc(range.from)) || 0;
  const count = Math.min(Math.max(0, Math.trunc(range.count)) || 0, windowLimit);
  const { bytes, sizeBytes } = capture.slice(entryOf(seq, capture), from, count);
  return { from, sizeBytes, base64: Buffer.from(bytes).toString("base64") };
}

function exchangeFacts(exchange: Exchange | undefined): readonly Fact[] {
  return exchange === undefined ? [] : [...phaseFacts(exchange.timing, false), ...bodyFacts(exchange.bodyMs)];
}

/** Throws with a sentence when it is not in the capture (any more). */
export function entryOf(seq: number, capture: CaptureReader): StoredEntry {
  const entry = capture.entry(seq);
  if (!entry) throw new Error(`Row ${seq} is not in this capture any more.`);
  return entry;
}

/** The time and memory that this takes depend on the limit, not on the payload. */
function payloadOf(
  reading: Reading,
  { payload }: Description,
  sizeBytes: number,
): { readonly json?: string; readonly truncated: boolean } {
  if (payload === undefined) return { truncated: false };
  if (sizeBytes <= payloadLimit) {
    const json = JSON.stringify(reading.source === "message" ? exactPayload(payload, reading.data) : payload);
    return { json: json.slice(0, payloadLimit), truncated: json.length > payloadLimit };
  }
  const json = compactJson(payload, payloadLimit);
  return { json, truncated: !parseJson(json).ok };
}

function verdictOf(event: ObserverEvent): VerdictDetails {
  return {
    title: event.title,
    explanation: event.explanation,
    advice: event.advice ?? [],
    level: event.level,
    evidence: event.evidence ?? [],
    fromAt: event.fromAt,
    toAt: event.toAt,
    measures: event.measures ?? {},
  };
}

function textsOf({ texts = [] }: Description): readonly TextBlock[] {
  return texts.map((block) => ({ ...block, text: cut(block.text, textLimit) }));
}

/** A message's own data; of a transport unit what its frames carried; nothing for an event, which never travelled. */
function rawOf(entry: StoredEntry, reading: Reading, parts: readonly FramePart[], capture: CaptureReader): Excerpt {
  if (reading.source === "message" || reading.source === "unreadable") {
    return excerptOf(reading.data, entry.sizeBytes ?? sizeOf(reading.data), rawLimits);
  }
  if (reading.source === "transport" && entry.firstFrame > 0) {
    const text = parts.map((part) => readable(part, capture)).join("\n");
    return excerptOf(text, sizeOf(text), rawLimits);
  }
  return excerptOf("", 0, rawLimits);
}

function readable(part: FramePart, capture: CaptureReader): string {
  const whole = isHead(part) ? capture.frames.get(part.id)?.data : undefined;
  if (typeof whole === "string") return headText(JSON.parse(whole));
  return typeof part.data === "string" ? part.data : Buffer.from(part.data).toString();
}

function frameDetails(part: FramePart): FrameDetails {
  const { id, at, kind, direction } = part;
  return { id, at, kind, direction, data: excerptOf(part.data, part.sizeBytes, frameLimits) };
}

function isHead(part: FramePart): boolean {
  return part.kind === "request" || part.kind === "response";
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}\n… and ${text.length - length} characters more` : text;
}
