/** What the cells of a row stand for: a term of the filter language, and a text to be copied. Knows nothing of the DOM. */
import type { Row } from "../src/bridge/rows.ts";
import { fieldTerm } from "../src/filter/terms.ts";
import type { Column } from "./columns.ts";

/** Only rows that have the same in this column; undefined where that says nothing. */
export function termOf(row: Row, column: Column): string | undefined {
  switch (column) {
    case "time":
      return `time:${localTime(row.at, "second")}`;
    case "direction":
      return row.direction && fieldTerm("dir", row.direction);
    case "client":
      return row.client && fieldTerm("session", row.client.number);
    case "kind":
      return fieldTerm(row.source === "event" ? "verdict" : "kind", row.kind);
    case "channel":
      return channelOf(row) && fieldTerm("channel", channelOf(row) ?? "");
    case "event-id":
      return row.eventId && fieldTerm("id", row.eventId);
    case "size":
      return row.sizeBytes === undefined ? undefined : fieldTerm("size", row.sizeBytes);
    case "summary":
      return codeTerm(row);
    default:
      return undefined;
  }
}

/** What began or ended with this row; both ends belong to it. */
export function timeTerms({ at, fold }: Row): { readonly from: string; readonly until: string } {
  return {
    from: `time:>=${localTime(at, "millisecond")}`,
    until: `time:<=${localTime(fold?.untilAt ?? at, "millisecond")}`,
  };
}

export function textOf(row: Row, column: Column): string {
  switch (column) {
    case "number":
      return String(row.seq);
    case "time":
      return new Date(row.at).toISOString();
    case "delta":
      return row.deltaMs === undefined ? "" : `${row.deltaMs} ms`;
    case "direction":
      return row.direction ?? "";
    case "client":
      return row.client ? [row.client.label, row.client.address].filter(Boolean).join(" ") : "";
    case "kind":
      return row.kind;
    case "channel":
      return row.channel ?? "";
    case "event-id":
      return row.eventId ?? "";
    case "size":
      return row.sizeBytes === undefined ? "" : String(row.sizeBytes);
    case "summary":
      return row.summary;
  }
}

function channelOf(row: Row): string | undefined {
  return row.channelLabel ?? row.channel;
}

/** An opening's summary begins with its HTTP status, that of an end with the close code. */
function codeTerm({ source, kind, summary }: Row): string | undefined {
  if (source !== "transport") return undefined;
  const number = /^\d{3,4}\b/.exec(summary)?.[0];
  if (number === undefined) return undefined;
  return kind === "open" || number.length === 3 ? `status:${number}` : `code:${number}`;
}

/** As the clock of the reader shows it, with its date: a capture may be longer than a day. */
function localTime(at: number, exact: "second" | "millisecond"): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString();
  return local.slice(0, exact === "second" ? 19 : 23);
}
