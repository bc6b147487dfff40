/** Import…: a file becomes sessions with their timelines, and what was left out is said. */
import * as vscode from "vscode";
import type { ImportReport } from "../../bridge/transfer.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { counted } from "../numbers.ts";
import type { Sessions } from "../sessions.ts";
import type { Timelines } from "../timeline/timelines.ts";
import type { ReportDocuments } from "./report-documents.ts";
import { withProgress } from "./transfer.ts";

/** Taken as the command's argument: what the explorer hands over, or what was dropped. */
export function importCapture(
  engine: LazyEngine,
  sessions: Sessions,
  timelines: Timelines,
  reports: ReportDocuments,
): (target?: unknown) => Promise<void> {
  return async (target) => {
    const uri = target instanceof vscode.Uri ? target : await askFile();
    if (!uri) return;
    if (uri.scheme !== "file") throw new Error("Only a file of this machine can be imported.");
    const name = uri.path.split("/").pop() ?? "";
    const done = await withProgress(engine, `Importing ${name}…`, "imported", () =>
      engine.api.importCapture(uri.fsPath),
    );
    if (!done) return;
    const { report } = done;
    // The last one is in front: what went most wrong.
    for (const { session } of report.captures.toSorted((a, b) => a.verdicts - b.verdicts)) {
      const adopted = await sessions.adopt(session);
      if (adopted && report.captures.length <= openedAtOnce) await timelines.open(adopted);
    }
    await tell(name, report, reports);
  };
}

/** More tabs than this are found in the list of sessions. */
const openedAtOnce = 3;

async function askFile(): Promise<vscode.Uri | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: "Import a capture",
      openLabel: "Import",
      filters: { "HAR and NDJSON": ["har", "ndjson", "jsonl"], "All files": ["*"] },
    })) ?? [];
  return uri;
}

async function tell(name: string, report: ImportReport, reports: ReportDocuments): Promise<void> {
  const left = report.notTaken.reduce((sum, { count }) => sum + count, 0);
  const details = left > 0 || report.remarks.length > 0 ? ["What Was Left Out"] : [];
  const { captures } = report;
  const verdicts = captures.reduce((sum, capture) => sum + capture.verdicts, 0);
  const words =
    captures.length === 0
      ? `${name} has no traffic of a protocol that Framescope speaks.`
      : `Imported ${name}: ${counted(captures.length, "timeline")}, ${counted(verdicts, "verdict")}` +
        `${left > 0 ? `; ${left === 1 ? "1 entry" : `${left.toLocaleString("en-US")} entries`} left out` : ""}.`;
  const show = captures.length === 0 ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  if ((await show(words, ...details)) === undefined) return;
  await reports.open(`Import of ${name}`, leftOutDocument(name, report));
}

function leftOutDocument(name: string, { captures, notTaken, remarks }: ImportReport): string {
  const taken = captures.map(
    ({ title, protocolTitle, connections, entries, verdicts }) =>
      `- ${protocolTitle} at ${title}: ${counted(connections, "connection")}, ${counted(entries, "row")}, ${counted(verdicts, "verdict")}`,
  );
  const left = notTaken.map(({ reason, count, examples }) =>
    [`- ${count} × ${reason}`, ...examples.map((address) => `  - ${address}`)].join("\n"),
  );
  return [
    `# ${name}`,
    "",
    "## Taken",
    "",
    ...(taken.length > 0 ? taken : ["Nothing."]),
    "",
    "## Left out",
    "",
    ...(left.length > 0 ? left : ["Nothing."]),
    ...(remarks.length > 0 ? ["", "## Put right", "", ...remarks.map((remark) => `- ${remark}`)] : []),
    "",
  ].join("\n");
}
