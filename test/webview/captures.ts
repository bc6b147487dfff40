/** Captures that are made up by rule, so that any of ten million rows is known without being stored. */
import type { EntryDetails, Row } from "../../src/bridge/rows.ts";

export interface FakeCapture {
  readonly count: number;
  /** Row of an entry, by its number from 1; also of one beyond the count, for when it grows. */
  row(seq: number): Row;
  details(seq: number): EntryDetails;
}

export const startedAt = Date.UTC(2026, 10, 25, 13, 2, 11, 0);
export const chat42 = '{"channel":"ChatChannel","room":42}';

type Words = Partial<Row> & Pick<Row, "kind" | "summary">;

/** A lively chat: messages, now and then a ping, an action, a verdict. Most summaries end in the row's number. */
export function chat(count: number): FakeCapture {
  return { count, row: chatRow, details: (seq) => detailsOf(chatRow(seq)) };
}

/** Nothing but messages: as many rows as entries, however they are folded. */
export function plain(count: number): FakeCapture {
  return { count, row: messageRow, details: (seq) => detailsOf(messageRow(seq)) };
}

function chatRow(seq: number): Row {
  const base = baseOf(seq);
  const received = { ...base, source: "message", direction: "received" } as const;
  if (seq === 1)
    return { ...base, source: "transport", kind: "open", summary: "101 · actioncable-v1-json · attempt 1" };
  if (seq === 2) return { ...received, kind: "welcome", sizeBytes: 18, summary: "" };
  if (seq % 50 === 0) return { ...messageRow(seq), direction: "sent", kind: "perform", summary: `speak {"n":${seq}}` };
  if (seq % 97 === 0)
    return { ...base, source: "event", level: "warning", kind: "gapFound", summary: `1 missing at ${seq}` };
  // Four in a row, to be folded.
  if (seq % 40 >= 30 && seq % 40 < 34)
    return { ...received, kind: "ping", heartbeat: true, sizeBytes: 38, summary: "" };
  return messageRow(seq);
}

function messageRow(seq: number): Row {
  return {
    ...baseOf(seq),
    source: "message",
    direction: "received",
    kind: "message",
    channel: chat42,
    channelLabel: "ChatChannel 42",
    eventId: String(4000 + seq),
    sizeBytes: 214,
    summary: `hello from row ${seq}`,
  };
}

function baseOf(seq: number) {
  return { seq, at: startedAt + seq * 40, deltaMs: seq === 1 ? undefined : 40, heartbeat: false };
}

/** These words, one row after the other; what comes after them is chat. */
export function scripted(
  words: readonly Words[],
  details: Readonly<Record<number, Partial<EntryDetails>>> = {},
): FakeCapture {
  const rows = words.map((word, index): Row => {
    const at = word.at ?? startedAt + index * 100;
    return { seq: index + 1, at, deltaMs: index === 0 ? undefined : 100, source: "message", heartbeat: false, ...word };
  });
  const find = (seq: number) => rows.find((row) => row.seq === seq) ?? chatRow(seq);
  return { count: rows.length, row: find, details: (seq) => ({ ...detailsOf(find(seq)), ...details[seq] }) };
}

export function textExcerpt(text: string, limit = 1_048_576): EntryDetails["raw"] {
  const bytes = new TextEncoder().encode(text);
  const kept = bytes.subarray(0, limit);
  let binary = "";
  for (const byte of kept) binary += String.fromCharCode(byte);
  return {
    sizeBytes: bytes.length,
    truncated: kept.length < bytes.length,
    text: text.slice(0, limit),
    base64: btoa(binary),
  };
}

function detailsOf(row: Row): EntryDetails {
  const event = row.source === "event";
  const payload = {
    body: row.summary,
    room: 42,
    user: { id: row.seq, name: "ana" },
    tags: ["a", "b", null, true, 1.5],
  };
  const raw = textExcerpt(event ? "" : JSON.stringify({ identifier: chat42, message: payload }));
  return {
    row,
    facts: event
      ? []
      : [
          { label: "Channel", value: "ChatChannel", aside: "room 42" },
          { label: "Identifier", value: chat42 },
        ],
    payloadJson: event ? undefined : JSON.stringify(payload),
    payloadTruncated: false,
    texts: [],
    raw,
    frames: event ? [] : [{ id: row.seq, at: row.at, kind: "text", direction: row.direction ?? "received", data: raw }],
    frameCount: event ? 0 : 1,
    links: [],
    guesses: [],
    verdict: event ? verdictOf(row) : undefined,
  };
}

function verdictOf(row: Row): NonNullable<EntryDetails["verdict"]> {
  return {
    title: row.summary,
    explanation: "The server's history still held it, but this client never asked.",
    advice: ["Ask for history by stream position."],
    level: row.level ?? "note",
    evidence: [row.seq - 1, row.seq + 3],
    measures: { missing: 1, latencyMs: 38 },
  };
}
