/**
 * Rows as NDJSON for programs. The shape is a promise, written down in docs/cli.md: fields are added, never changed.
 * Pure: what it needs of a row is handed in.
 */

import type { SessionSummary } from "../bridge/engine-api.ts";
import { parseExactly } from "../bridge/exact-json.ts";
import type { EntryDetails } from "../bridge/rows.ts";
import { printableJson } from "./printable.ts";

/** The first line: what is listened to. */
export function sessionJson(session: SessionSummary): string {
  return printableJson({ type: "session", url: session.url, protocol: session.protocol, startedAt: session.startedAt });
}

/** One line a row. Undefined fields are left out. */
export function rowJson(details: EntryDetails): string {
  const { row, verdict } = details;
  return printableJson({
    type: "row",
    seq: row.seq,
    at: row.at,
    source: row.source,
    direction: row.direction,
    kind: row.kind,
    channel: row.channel,
    eventId: row.eventId,
    sizeBytes: row.sizeBytes,
    heartbeat: row.heartbeat,
    summary: row.summary,
    ...(row.source === "event" ? undefined : payloadOf(details)),
    ...(verdict && {
      level: verdict.level,
      explanation: verdict.explanation,
      advice: verdict.advice,
      evidence: verdict.evidence,
      fromAt: verdict.fromAt,
      toAt: verdict.toAt,
      measures: verdict.measures,
    }),
  });
}

/** The last line: how it ended. */
export function endJson(end: {
  readonly connected: boolean;
  readonly rows: number;
  readonly verdicts: number;
}): string {
  return printableJson({ type: "end", ...end });
}

/** The decoded JSON value; else the text; else the bytes in base64. `truncated` if the engine gave only the beginning. */
function payloadOf({ payloadJson, payloadTruncated, raw }: EntryDetails): Record<string, unknown> {
  if (payloadJson !== undefined && !payloadTruncated) return { payload: parseExactly(payloadJson) };
  const truncated = raw.truncated ? true : undefined;
  if (raw.text !== undefined) return { text: raw.text, truncated };
  return raw.base64 === "" ? {} : { base64: raw.base64, truncated };
}
