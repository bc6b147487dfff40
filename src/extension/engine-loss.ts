/** Says that the engine ended by itself: its sessions are gone, and the log knows more. */
import * as vscode from "vscode";
import type { LazyEngine } from "./lazy-engine.ts";

const showLog = "Show Log";

export function followEngineLoss(engine: LazyEngine): vscode.Disposable {
  return engine.onEnded(async (reason) => {
    const choice = await vscode.window.showErrorMessage(`${reason} Its sessions ended with it.`, showLog);
    if (choice === showLog) await vscode.commands.executeCommand("framescope.showLog");
  });
}
