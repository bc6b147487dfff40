/** The starters that the extension brings along, each a commented scenario that says in its first line what it is. */
import * as vscode from "vscode";

export interface Starter {
  /** Its file is called `<id>.scenario.yaml`. */
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly text: string;
}

const suffix = ".scenario.yaml";

export async function readStarters(folder: vscode.Uri): Promise<readonly Starter[]> {
  const files = await vscode.workspace.fs.readDirectory(folder);
  const names = files.map(([name]) => name).filter((name) => name.endsWith(suffix));
  const starters = await Promise.all(names.map((name) => readStarter(vscode.Uri.joinPath(folder, name), name)));
  return starters.sort((a, b) => a.title.localeCompare(b.title));
}

async function readStarter(uri: vscode.Uri, name: string): Promise<Starter> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  const [, title = name, detail = ""] = /^# ([^:\n]+): (.*)/.exec(text) ?? [];
  return { id: name.slice(0, -suffix.length), title, detail, text };
}
