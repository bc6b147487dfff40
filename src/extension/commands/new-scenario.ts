/** New Scenario…: a commented starter as a file of the workspace, or as an unsaved one where no folder is open. */
import * as vscode from "vscode";
import { askOne, askText } from "../asking/questions.ts";
import { readStarters, type Starter } from "../scenarios/starters.ts";

export function newScenario(startersFolder: vscode.Uri): () => Promise<void> {
  return async () => {
    const starter = await askStarter(await readStarters(startersFolder));
    if (!starter) return;
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length === 0) return openUnsaved(starter);
    const folder = folders.length === 1 ? folders[0] : await vscode.window.showWorkspaceFolderPick();
    const uri = folder && (await askFile(folder.uri, starter));
    if (!uri) return;
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(starter.text));
    await vscode.window.showTextDocument(uri, { preview: false });
  };
}

async function askStarter(starters: readonly Starter[]): Promise<Starter | undefined> {
  const items = starters.map((starter) => ({ label: starter.title, detail: starter.detail, starter }));
  const picked = await askOne(items, {
    title: "New Scenario",
    placeHolder: "What it begins with; everything in it is explained",
    matchOnDetail: true,
  });
  return picked?.starter;
}

async function askFile(folder: vscode.Uri, { id }: Starter): Promise<vscode.Uri | undefined> {
  const value = `${id}.scenario.yaml`;
  const name = await askText({
    title: "New Scenario",
    prompt: "Its file, in the folder of the workspace. It ends in .scenario.yaml.",
    value,
    valueSelection: [0, id.length],
    validateInput: (text) => faultOf(folder, text),
  });
  return name === undefined ? undefined : fileOf(folder, name);
}

async function faultOf(folder: vscode.Uri, text: string): Promise<string | undefined> {
  const name = text.trim();
  if (name === "" || /^[/\\]|(?:^|[/\\])\.\.(?:[/\\]|$)|[:*?"<>|]|[/\\]$/.test(name))
    return "Write the name of a file within the folder, such as mocks/chat.scenario.yaml.";
  const isTaken = await vscode.workspace.fs.stat(fileOf(folder, name)).then(
    () => true,
    () => false,
  );
  return isTaken ? "There is such a file already. Give this one another name." : undefined;
}

/** What is no scenario by its name would get no completion, and nobody would find it. */
function fileOf(folder: vscode.Uri, name: string): vscode.Uri {
  const plain = name.trim();
  return vscode.Uri.joinPath(
    folder,
    /\.scenario\.ya?ml$/.test(plain) ? plain : `${plain.replace(/\.ya?ml$/, "")}.scenario.yaml`,
  );
}

async function openUnsaved({ id, text }: Starter): Promise<void> {
  const uri = vscode.Uri.from({ scheme: "untitled", path: `${id}.scenario.yaml` });
  const document = await vscode.workspace.openTextDocument(uri);
  const editor = await vscode.window.showTextDocument(document);
  if (document.getText() === "") await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
}
