/** Which part of a capture is given away, and what of it is masked: asked for whatever leaves the window. */
import type { ExportRange, FindingKind } from "../../bridge/transfer.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import type { Session } from "../sessions.ts";
import type { Timelines } from "../timeline/timelines.ts";
import { askMasking } from "./ask-masking.ts";
import { askRange } from "./ask-range.ts";
import type { ReportDocuments } from "./report-documents.ts";
import { withProgress } from "./transfer.ts";

export interface Part {
  readonly range: ExportRange;
  readonly redact: readonly FindingKind[];
}

/** Undefined when the person changes their mind. */
export async function askPart(
  title: string,
  session: Session,
  engine: LazyEngine,
  timelines: Timelines,
  reports: ReportDocuments,
): Promise<Part | undefined> {
  const range = await askRange(title, session, timelines);
  if (!range) return undefined;
  const found = await withProgress(engine, "Looking for what is private…", "found", () =>
    engine.api.findSecrets(session.id, range),
  );
  const redact = found && (await askMasking(session.summary.title, found.findings, reports));
  return redact && { range, redact };
}
