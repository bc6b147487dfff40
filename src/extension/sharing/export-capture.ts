/** Export Capture…: which format, which rows, what is masked, where to. */
import * as vscode from "vscode";
import type { ExportFormat } from "../../bridge/transfer.ts";
import type { PickSession } from "../asking/pick-session.ts";
import { askOne } from "../asking/questions.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { counted } from "../numbers.ts";
import type { Session } from "../sessions.ts";
import type { Timelines } from "../timeline/timelines.ts";
import { askPart } from "./ask-part.ts";
import { fileNameOf } from "./file-name.ts";
import type { ReportDocuments } from "./report-documents.ts";
import { withProgress } from "./transfer.ts";

interface FormatItem extends vscode.QuickPickItem {
  readonly format: ExportFormat;
  readonly extension: string;
}

const formats: readonly FormatItem[] = [
  {
    format: "har",
    extension: "har",
    label: "HAR 1.2",
    description: "for browsers' developer tools, proxies and other inspectors",
    detail: "One entry a connection, with WebSocket messages as Chrome writes them",
  },
  {
    format: "ndjson",
    extension: "ndjson",
    label: "NDJSON",
    description: "for scripts, and for Framescope itself: nothing is lost",
    detail: "One frame or row a line, with a documented schema",
  },
  {
    format: "scenario",
    extension: "scenario.yaml",
    label: "Mock scenario",
    description: "for the mock server, which says again what the server said",
    detail: "Turn by turn, with ids and tokens as holes; at most 5,000 turns",
  },
  {
    format: "csv",
    extension: "csv",
    label: "CSV",
    description: "for spreadsheets",
    detail: "One row a line, as the timeline shows it",
  },
  {
    format: "markdown",
    extension: "md",
    label: "Markdown",
    description: "for a bug report",
    detail: "A table, verdicts in words, payloads in fences",
  },
];

export function exportCapture(
  engine: LazyEngine,
  timelines: Timelines,
  pickSession: PickSession,
  reports: ReportDocuments,
): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      target,
      placeholder: "Export the capture of which session?",
      fits: ({ summary }) => summary.entries > 0,
      nothing: "There is nothing to export yet.",
    });
    if (!session) return;
    const format = await askOne(formats, {
      title: "Export: format",
      placeHolder: "Which format?",
    });
    const part = format && (await askPart("Export: rows", session, engine, timelines, reports));
    if (!part) return;
    const uri = await askFile(session, format);
    if (!uri) return;
    const path = uri.fsPath;
    const done = await withProgress(engine, `Exporting ${session.summary.title}…`, "exported", () =>
      engine.api.exportCapture(session.id, { format: format.format, ...part, path }),
    );
    if (!done) return;
    const { entries, sizeBytes, masked } = done.report;
    const parts = [
      counted(entries, "row"),
      sizeText(sizeBytes),
      masked > 0 ? `${counted(masked, "value")} masked` : "",
    ];
    const answer = await vscode.window.showInformationMessage(`Exported: ${parts.filter(Boolean).join(", ")}.`, "Open");
    if (answer === "Open") await vscode.window.showTextDocument(uri);
  };
}

async function askFile({ summary }: Session, { label, extension }: FormatItem): Promise<vscode.Uri | undefined> {
  const name = `${fileNameOf(summary.title)}.${extension}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    title: "Export to",
    saveLabel: "Export",
    // A dialog knows only what comes after the last dot.
    filters: { [label]: [extension.replace(/^.*\./, "")] },
    ...(folder?.scheme === "file" && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
