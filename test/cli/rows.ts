/** Rows to print in tests. */
import type { EntryDetails, Row } from "../../src/bridge/rows.ts";

export function row(changes: Partial<Row>): Row {
  return {
    seq: 1,
    at: new Date(2026, 10, 25, 12, 1, 2, 34).getTime(),
    source: "message",
    direction: "received",
    kind: "message",
    summary: "hello",
    heartbeat: false,
    ...changes,
  };
}

export function details(changes: Partial<EntryDetails> & { readonly row: Row }): EntryDetails {
  return {
    facts: [],
    payloadTruncated: false,
    texts: [],
    raw: { sizeBytes: 0, truncated: false, base64: "" },
    frames: [],
    frameCount: 1,
    links: [],
    guesses: [],
    ...changes,
  };
}
