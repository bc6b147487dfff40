/** Writes entries as CSV (RFC 4180), one a line, as the timeline shows them, for spreadsheets. */
import type { StoredEntry } from "../capture/reader.ts";
import type { ExportSource } from "./export-source.ts";

const columns = [
  "seq",
  "time",
  "connection",
  "source",
  "direction",
  "kind",
  "channel",
  "eventId",
  "sizeBytes",
  "level",
  "summary",
  "payload",
] as const;

/** Spreadsheets refuse longer cells (Excel: 32 767 characters). */
const longestCell = 32_000;

export function* writeCsv(source: ExportSource): Generator<string> {
  // With its mark Excel takes it for UTF-8.
  yield `\ufeff${columns.join(",")}\r\n`;
  for (const batch of source.selection.entries()) {
    for (const entry of batch) yield csvLine(entry, source);
    source.passed(batch.length);
  }
}

function csvLine(entry: StoredEntry, { redactor, teller }: ExportSource): string {
  redactor.seq = entry.seq;
  const payload = entry.source === "message" ? teller.payload(entry).text.trimEnd() : "";
  const cells: Readonly<Record<(typeof columns)[number], string | number | undefined>> = {
    seq: entry.seq,
    time: new Date(entry.at).toISOString(),
    connection: entry.connection,
    source: entry.source,
    direction: entry.direction,
    kind: entry.kind,
    channel: entry.channel,
    eventId: entry.eventId,
    sizeBytes: entry.sizeBytes,
    level: teller.level(entry),
    summary: teller.summary(entry),
    payload,
  };
  return `${columns.map((column) => cell(cells[column], redactor.text.bind(redactor))).join(",")}\r\n`;
}

function cell(value: string | number | undefined, redact: (text: string) => string): string {
  if (typeof value !== "string") return value === undefined ? "" : String(value);
  const text = redact(value);
  // A cell that begins like a formula is one to a spreadsheet: what a peer sent must not be run (CWE-1236).
  const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  const short = inert.length > longestCell ? `${inert.slice(0, longestCell)}…` : inert;
  return /[",\r\n]/.test(short) ? `"${short.replaceAll('"', '""')}"` : short;
}
