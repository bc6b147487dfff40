/** An entry's whole payload as a document for an editor tab. */
import type { CaptureReader } from "../capture/reader.ts";
import type { FrameData } from "../model/frame.ts";
import { decodeUtf8 } from "../protocols/kit/utf8.ts";
import { formatBytes } from "../protocols/kit/words.ts";
import { entryOf } from "./details.ts";
import { describe, type MessageReader } from "./message-reader.ts";

export interface PayloadDocument {
  readonly text: string;
  /** A VS Code language id. */
  readonly language: string;
}

/** Sixteen bytes make a line of some 75 characters, so a dump is five times as large as the bytes. */
const hexDumpLimit = 1024 * 1024;

/** Throws with a sentence when the entry is not in the capture. */
export function payloadDocument(seq: number, capture: CaptureReader, reader: MessageReader): PayloadDocument {
  const reading = reader.read(entryOf(seq, capture));
  if (reading.source === "event") return json(reading.event);
  if (reading.source === "transport") return json(reading.message);
  const { payload } = describe(reading);
  return payload === undefined ? asText(reading.data) : json(payload);
}

function json(value: unknown): PayloadDocument {
  return { text: `${JSON.stringify(value, null, 2)}\n`, language: "json" };
}

function asText(data: FrameData): PayloadDocument {
  if (typeof data === "string") return { text: data, language: "plaintext" };
  const decoded = decodeUtf8(data);
  return { text: decoded.ok ? decoded.text : hexDump(data), language: "plaintext" };
}

function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  const end = Math.min(bytes.length, hexDumpLimit);
  for (let offset = 0; offset < end; offset += 16) {
    const line = Array.from(bytes.subarray(offset, Math.min(offset + 16, end)));
    const hex = line.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${offset.toString(16).padStart(8, "0")}  ${hex.padEnd(47)}  ${ascii}`);
  }
  if (bytes.length > end) lines.push(`… and ${formatBytes(bytes.length - end)} more`);
  return `${lines.join("\n")}\n`;
}
