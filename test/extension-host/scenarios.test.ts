/** Scenarios in the editor: problems, completion and hovers while they are written, and new ones. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { readStarters } from "../../src/extension/scenarios/starters.ts";
import { framescope, until } from "./framescope.ts";

const folder = () => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, "no folder is open");
  return first.uri;
};
const at = (name: string) => vscode.Uri.joinPath(folder(), name);
const forget = (name: string) => vscode.workspace.fs.delete(at(name)).then(undefined, () => undefined);

const written: string[] = [];

/** Each a file of its own: an editor may still show what an earlier one of that name held. */
async function open(text: string, suffix = ".scenario.yaml"): Promise<vscode.TextDocument> {
  await framescope().activate();
  const name = `editor-${written.length}${suffix}`;
  written.push(name);
  await vscode.workspace.fs.writeFile(at(name), new TextEncoder().encode(text));
  const document = await vscode.workspace.openTextDocument(at(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** As `line:column message`. */
const problems = (document: vscode.TextDocument): readonly string[] =>
  vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === "Framescope")
    .map(({ range, message }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`);

describe("a scenario in the editor", () => {
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    for (const name of written) await forget(name);
  });

  for (const suffix of [".scenario.yaml", ".scenario.yml"])
    it(`tells what is wrong with a ${suffix} while it is written`, async () => {
      const document = await open("faults:\n  - dely: 3s\n", suffix);
      const message = '2:5 There is no "dely" here. Did you mean "delay"?';
      await until("the problem is told", () => problems(document)[0] === message);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(1, 4, 1, 8), "delay");
      await vscode.workspace.applyEdit(edit);
      await until("it is told no more", () => problems(document).length === 0);
    });

  it("knows the doors that there are", async () => {
    const document = await open("faults:\n  - { drop: true, to: /nowhere }\n");
    await until("the problem is told", () => /no door \/nowhere.*\/cable/.test(problems(document)[0] ?? ""));
  });

  it("leaves other YAML alone", async () => {
    const other = await open("dely: 3s\n", ".yaml");
    const scenario = await open("dely: 3s\n");
    await until("the scenario's is told", () => problems(scenario).length === 1);
    assert.deepEqual(problems(other), []);
  });

  it("completes names, values and what the file itself has", async () => {
    const document = await open("phases: [calm, storm]\nfaults:\n  - { drop: true, phase:  }\n  - de\n");
    const offered = async (line: number, character: number) => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        "vscode.executeCompletionItemProvider",
        document.uri,
        new vscode.Position(line, character),
      );
      return list.items;
    };
    const labels = (items: readonly vscode.CompletionItem[]) =>
      items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.deepEqual(labels(await offered(2, 25)).slice(0, 2), ["calm", "storm"]);
    const verbs = await offered(3, 6);
    const delay = verbs.find(({ label }) => label === "delay");
    assert.ok(delay, `offered: ${labels(verbs).join(", ")}`);
    assert.match((delay.documentation as vscode.MarkdownString).value, /late/);
  });

  it("explains what the pointer rests on", async () => {
    const document = await open("faults:\n  - delay: 3s\n");
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      "vscode.executeHoverProvider",
      document.uri,
      new vscode.Position(1, 6),
    );
    const told = hovers.flatMap(({ contents }) => contents.map((part) => (part as vscode.MarkdownString).value));
    assert.match(told.join("\n"), /Messages come late, in order/);
  });
});

describe("new scenarios", () => {
  it("begin with one of the starters, each with a title", async () => {
    const starters = await readStarters(vscode.Uri.joinPath(framescope().extensionUri, "dist/starters"));
    assert.ok(starters.length >= 7);
    for (const { id, title, detail, text } of starters) assert.ok(title && detail && text.includes("messages:"), id);
  });
});
