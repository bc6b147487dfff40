/** Save Capture As…: a session's capture as a file of its own, while the session goes on. */
import * as vscode from "vscode";
import type { PickSession } from "../asking/pick-session.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { counted } from "../numbers.ts";
import { withProgress } from "../sharing/transfer.ts";
import { captureViewType } from "./capture-editor.ts";

export function saveCapture(engine: LazyEngine, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return async (target) => {
    const session = await pickSession({
      // The tab's own button hands over what is in the tab, which is the session in sight.
      target: target instanceof vscode.Uri ? undefined : target,
      placeholder: "Save the capture of which session?",
      fits: ({ summary }) => summary.entries > 0,
      nothing: "There is nothing to save yet.",
    });
    if (!session) return;
    const { title } = session.summary;
    const uri = await askPlace(title);
    if (!uri) return;
    if (uri.scheme !== "file") throw new Error("A capture can only be saved on the machine that Framescope runs on.");
    const saved = await withProgress(engine, `Saving ${title}…`, "saved", () =>
      engine.api.saveCapture(session.id, uri.fsPath),
    );
    if (!saved) return;
    const name = uri.path.split("/").pop() ?? "";
    const said = `Saved ${name}: ${counted(saved.entries, "row")}, ${(saved.sizeBytes / 1e6).toFixed(1)} MB.`;
    if ((await vscode.window.showInformationMessage(said, "Open")) === "Open")
      await vscode.commands.executeCommand("vscode.openWith", uri, captureViewType);
  };
}

function askPlace(title: string): Thenable<vscode.Uri | undefined> {
  const name = `${title.replace(/[^\w.-]+/g, "-").replace(/^-|-$/g, "") || "capture"}.framescope`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    title: "Save the capture as",
    saveLabel: "Save",
    filters: { "Framescope capture": ["framescope"] },
    ...(folder?.scheme === "file" && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
}
