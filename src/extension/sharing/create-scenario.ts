/** Create Scenario from Capture…: a recording becomes a scenario that says it again, in a new document that can be run. */
import * as vscode from "vscode";
import type { PickSession } from "../asking/pick-session.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import type { Session } from "../sessions.ts";
import type { Timelines } from "../timeline/timelines.ts";
import { askPart } from "./ask-part.ts";
import { fileNameOf } from "./file-name.ts";
import type { ReportDocuments } from "./report-documents.ts";

const saveAndRun = "Save and Run";

export function createScenario(
  engine: LazyEngine,
  timelines: Timelines,
  pickSession: PickSession,
  reports: ReportDocuments,
): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      target,
      placeholder: "Create a scenario from the capture of which session?",
      fits: ({ summary }) => summary.entries > 0,
      nothing: "There is no capture yet to make a scenario of.",
    });
    const part = session && (await askPart("Create scenario: rows", session, engine, timelines, reports));
    if (!part) return;
    const text = await engine.api.scenarioText(session.id, part.range, part.redact);
    const document = await newDocument(session, text);
    await vscode.window.showTextDocument(document);
    await offerRun(document);
  };
}

/** What is played is what is saved. */
async function offerRun({ uri }: vscode.TextDocument): Promise<void> {
  const words = "This scenario says again what was recorded, to whoever connects to the mock server.";
  if ((await vscode.window.showInformationMessage(words, saveAndRun)) === undefined) return;
  const saved = await vscode.workspace.save(uri);
  if (saved) await vscode.commands.executeCommand("framescope.runScenario", saved);
}

/** Named so that it is known for a scenario before it is saved, beside the workspace's other files. */
async function newDocument({ summary }: Session, text: string): Promise<vscode.TextDocument> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (folder?.scheme !== "file") return vscode.workspace.openTextDocument({ language: "yaml", content: text });
  const uri = await freeName(folder, fileNameOf(summary.title));
  const document = await vscode.workspace.openTextDocument(uri.with({ scheme: "untitled" }));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  await vscode.workspace.applyEdit(edit);
  return document;
}

async function freeName(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.fsPath));
  for (let count = 1; ; count += 1) {
    const uri = vscode.Uri.joinPath(folder, `${name}${count === 1 ? "" : `-${count}`}.scenario.yaml`);
    if (!open.has(uri.fsPath) && !(await isThere(uri))) return uri;
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
