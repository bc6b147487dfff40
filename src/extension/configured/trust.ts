/** Whether what lies in the workspace may be acted on: it may name servers, and say which secrets go there. */
import * as vscode from "vscode";

export interface Trust {
  isTrusted(): boolean;
  readonly onGranted: vscode.Event<void>;
}

export const workspaceTrust: Trust = {
  isTrusted: () => vscode.workspace.isTrusted,
  onGranted: vscode.workspace.onDidGrantWorkspaceTrust,
};
