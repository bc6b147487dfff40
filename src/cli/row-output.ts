/** Prints the rows of a feed as lines for people or as NDJSON for programs. */
import type { EngineApi, SessionSummary } from "../bridge/engine-api.ts";
import type { Row } from "../bridge/rows.ts";
import type { Output } from "./output.ts";
import type { RowFeed } from "./row-feed.ts";
import { rowJson } from "./row-json.ts";
import { RowPrinter } from "./row-text.ts";

export interface RowWishes {
  readonly json: boolean;
  readonly filter: string;
  readonly heartbeats: boolean;
}

/** Prints rows until the feed ends; returns how many. */
export async function printRows(
  api: EngineApi,
  session: SessionSummary,
  feed: RowFeed,
  wishes: RowWishes,
  output: Output,
): Promise<number> {
  const printer = new RowPrinter(output.style);
  const asText = async (row: Row) => {
    const isVerdict = row.source === "event" && (row.level === "warning" || row.level === "error");
    return printer.print(row, isVerdict ? (await api.details(session.id, row.seq)).verdict : undefined);
  };
  const asJson = async (row: Row) => rowJson(await api.details(session.id, row.seq));
  let rows = 0;
  for await (const batch of feed.batches({ filter: wishes.filter, foldHeartbeats: false })) {
    const wanted = wishes.heartbeats ? batch : batch.filter((row) => !row.heartbeat);
    const lines = await Promise.all(wanted.map(wishes.json ? asJson : asText));
    if (lines.length > 0) await output.line(lines.join("\n"));
    rows += wanted.length;
  }
  return rows;
}
