/** Open Capture…: a saved capture in its own tab. */
import * as vscode from "vscode";
import { captureViewType } from "./capture-editor.ts";

export async function openCapture(): Promise<void> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: "Open a capture",
      openLabel: "Open",
      filters: { "Framescope capture": ["framescope"], "All files": ["*"] },
    })) ?? [];
  if (uri) await vscode.commands.executeCommand("vscode.openWith", uri, captureViewType);
}
