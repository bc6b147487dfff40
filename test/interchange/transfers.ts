/** Exports and imports through an engine in this thread, with files in a folder that goes with the test. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "../../src/bridge/rows.ts";
import type { ExportFormat, ExportRange, FindingKind, ImportReport } from "../../src/bridge/transfer.ts";
import { type EngineUnderTest, newCapturesFolder } from "../engine/engines.ts";

const everything = { filter: "", foldHeartbeats: false };

export async function rowsOf({ engine }: EngineUnderTest, session: string): Promise<readonly Row[]> {
  const view = await engine.openView(session, everything);
  return (await engine.rows(view.view, 0, 1_000)).rows;
}

export interface Exported {
  readonly path: string;
  readonly text: string;
}

export async function exported(
  { engine, witness }: EngineUnderTest,
  session: string,
  format: ExportFormat,
  options: { readonly range?: ExportRange; readonly redact?: readonly FindingKind[] } = {},
): Promise<Exported> {
  const path = join(newCapturesFolder(), `export.${format}`);
  const { range = { kind: "all" }, redact = [] } = options;
  const outcome = await witness.outcome(await engine.exportCapture(session, { format, range, redact, path }));
  if (outcome.kind !== "exported") throw new Error(JSON.stringify(outcome));
  return { path, text: readFileSync(path, "utf8") };
}

/** Rejects with the engine's own sentence. */
export async function imported({ engine, witness }: EngineUnderTest, path: string): Promise<ImportReport> {
  const outcome = await witness.outcome(await engine.importCapture(path));
  if (outcome.kind === "imported") return outcome.report;
  throw new Error(outcome.kind === "failed" ? outcome.reason : outcome.kind);
}

/** A file with this in it: text as it is, anything else as JSON. */
export function written(name: string, content: unknown): string {
  const path = join(newCapturesFolder(), name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  return path;
}

/** What has to be alike after a round trip: all that a row shows, but for the moment of rows that came of a tick. */
export function shown(rows: readonly Row[]): object[] {
  return rows.map(({ source, direction, kind, channel, eventId, summary, level, sizeBytes }) =>
    Object.fromEntries(
      Object.entries({ source, direction, kind, channel, eventId, summary, level, sizeBytes }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  );
}
