/** Writes into `.vscode/framescope.json` as a person would: in the editor's own document, comments kept, and saved. */
import * as vscode from "vscode";
import { endpointFile } from "./file-endpoints.ts";

/** Applies a change to the file's text and saves it; makes the file where there is none. Returns its document. */
export async function changeFile(uri: vscode.Uri, change: (text: string) => string): Promise<vscode.TextDocument> {
  if (!(await exists(uri))) await vscode.workspace.fs.writeFile(uri, new Uint8Array());
  const document = await vscode.workspace.openTextDocument(uri);
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(document.getText().length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, whole, change(document.getText()));
  await vscode.workspace.applyEdit(edit);
  await document.save();
  return document;
}

/**
 * The file of one folder; asks which where there are several. Undefined when the question was dismissed; rejects with a
 * sentence where no folder is open.
 */
export async function askFile(): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw new Error(`Open a folder first: endpoints are kept in its ${endpointFile}.`);
  const folder = folders.length === 1 ? folders[0] : await vscode.window.showWorkspaceFolderPick();
  return folder && fileIn(folder);
}

export function fileIn({ uri }: vscode.WorkspaceFolder): vscode.Uri {
  return vscode.Uri.joinPath(uri, endpointFile);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
