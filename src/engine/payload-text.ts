/** An entry's whole payload as a document for an editor tab. Large ones are laid out in portions, so nothing waits. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { PayloadDocument } from "../bridge/rows.ts";
import type { CaptureReader, StoredEntry } from "../capture/reader.ts";
import type { FrameData } from "../model/frame.ts";
import { decodeUtf8 } from "../protocols/kit/utf8.ts";
import { formatBytes } from "../protocols/kit/words.ts";
import { entryOf } from "./details.ts";
import { exactPayload } from "./exact-numbers.ts";
import { hexDump } from "./hex-dump.ts";
import { layOutJson } from "./json-layout.ts";
import { describe, type MessageReader } from "./message-reader.ts";
import { languageOf, textDocument } from "./text-language.ts";

/** Sixteen bytes make a line of some 75 characters, so a dump is five times as large as the bytes. */
const hexDumpLimit = 4 * 1024 * 1024;
/** Decoding more than this at once would be felt: then the message is shown as it travelled, not what is in it. */
const decodedLimit = 2 * 1024 * 1024;

/** Rejects with a sentence when the entry is not in the capture. */
export async function payloadDocument(
  seq: number,
  capture: CaptureReader,
  reader: MessageReader,
): Promise<PayloadDocument> {
  const entry = entryOf(seq, capture);
  if (entry.source === "message" && (entry.sizeBytes ?? 0) > decodedLimit) return asItTravelled(entry, capture);
  const reading = reader.read(entry);
  if (reading.source === "event") return json(reading.event);
  if (reading.source === "transport") return json(reading.message);
  const { payload } = describe(reading);
  if (payload === undefined) return ofData(reading.data);
  return typeof payload === "string"
    ? textDocument(payload, languageOf(payload))
    : json(exactPayload(payload, reading.data));
}

function json(value: unknown): PayloadDocument {
  return textDocument(`${JSON.stringify(value, null, 2)}\n`, "json");
}

async function asItTravelled(entry: StoredEntry, capture: CaptureReader): Promise<PayloadDocument> {
  const data = entry.hasBody ? capture.body(entry.seq) : capture.frames.get(entry.firstFrame)?.data;
  if (data === undefined) throw new Error(`The frame of row ${entry.seq} is not in this capture any more.`);
  const document = await ofData(data);
  return document.language === "json" ? { ...document, text: await joined(layOutJson(document.text)) } : document;
}

async function ofData(data: FrameData): Promise<PayloadDocument> {
  if (typeof data === "string") return textDocument(data, languageOf(data));
  const decoded = decodeUtf8(data);
  if (decoded.ok) return textDocument(decoded.text, languageOf(decoded.text));
  const dump = await joined(hexDump(data.subarray(0, hexDumpLimit)));
  const rest = data.length - hexDumpLimit;
  const text = rest > 0 ? `${dump}… and ${formatBytes(rest)} more\n` : dump;
  return { text, language: "plaintext", extension: "hex" };
}

/** Everything else gets its turn between two portions. */
async function joined(portions: Iterable<string>): Promise<string> {
  const parts: string[] = [];
  for (const portion of portions) {
    parts.push(portion);
    await nextTurn();
  }
  return parts.join("");
}
