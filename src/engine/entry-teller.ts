/** Tells writers what an entry says, in the timeline's own words. */
import type { StoredEntry } from "../capture/reader.ts";
import type { EntryTeller } from "../interchange/export-source.ts";
import { decodeUtf8 } from "../protocols/kit/utf8.ts";
import { endingLevel } from "./ending-level.ts";
import { hexDump } from "./hex-dump.ts";
import { describe, type MessageReader } from "./message-reader.ts";

/** Larger payloads are told as they travelled. */
const laidOutBytes = 65_536;
const dumpedBytes = 1_024;

export function entryTeller(reader: MessageReader): EntryTeller {
  return {
    summary: (entry) => reader.summarize(entry),
    channelLabel: (entry) => reader.labelOf(entry),
    payload: (entry) => payload(entry, reader),
    level: (entry) => entry.level ?? levelOfEnding(entry, reader),
  };
}

function payload(entry: StoredEntry, reader: MessageReader): { text: string; language: string } {
  const reading = reader.read(entry);
  if (reading.source === "event") return json(reading.event);
  if (reading.source === "transport") return json(reading.message);
  const { payload } = (entry.sizeBytes ?? 0) <= laidOutBytes ? describe(reading) : {};
  if (payload !== undefined) return typeof payload === "string" ? plain(payload) : json(payload);
  const { data } = reading;
  if (typeof data === "string") return plain(data);
  const decoded = decodeUtf8(data);
  return plain(decoded.ok ? decoded.text : [...hexDump(data.subarray(0, dumpedBytes))].join(""));
}

function json(value: unknown): { text: string; language: string } {
  return { text: JSON.stringify(value, null, 2), language: "json" };
}

function plain(text: string): { text: string; language: string } {
  return { text, language: "plaintext" };
}

function levelOfEnding(entry: StoredEntry, reader: MessageReader): StoredEntry["level"] {
  if (entry.kind !== "closed" || entry.source !== "transport") return undefined;
  const reading = reader.read(entry);
  return reading.source === "transport" && reading.message.kind === "closed"
    ? endingLevel(reading.message.close)
    : undefined;
}
