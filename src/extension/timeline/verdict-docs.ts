/** Opens the page that explains a kind of verdict. Knows where the pages lie, not what they say. */
import * as vscode from "vscode";

/** Kinds that need no page of their own share the overview. */
export async function openVerdictDocs(extensionUri: vscode.Uri, kind: string): Promise<void> {
  const folder = vscode.Uri.joinPath(extensionUri, "dist/docs/verdicts");
  // The name comes from a webview: it must not lead out of the folder.
  const own = vscode.Uri.joinPath(folder, `${kind.replace(/[^A-Za-z]/g, "")}.md`);
  const page = (await exists(own)) ? own : vscode.Uri.joinPath(folder, "README.md");
  // Who has switched VS Code's own Markdown off reads the page as text.
  await vscode.commands
    .executeCommand("markdown.showPreviewToSide", page)
    .then(undefined, () => vscode.commands.executeCommand("vscode.open", page, vscode.ViewColumn.Beside));
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    () => true,
    () => false,
  );
}
