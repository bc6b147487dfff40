/** Run Scenario: plays a scenario's file on the mock server, which is started for it where it does not run. */
import * as vscode from "vscode";
import type { ScenarioProblem } from "../../model/mock.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { startMock } from "../mock/doors.ts";
import { meantScenario, scenarioLabel } from "../mock/scenario-files.ts";
import { counted } from "../numbers.ts";

const shownMs = 6_000;

export function runScenario(engine: LazyEngine): (target?: unknown) => Promise<void> {
  return async (target) => {
    const uri = await meantScenario(target);
    if (!uri || !(await isSaved(uri))) return;
    if (uri.scheme !== "file") throw new Error("The mock server plays scenarios from files on this machine's disk.");
    const problems = await engine.api.checkScenario(uri.fsPath);
    const errors = problems.filter(({ severity }) => severity === "error");
    const [first] = errors;
    if (first) {
      await show(uri, first);
      throw new Error(
        `${scenarioLabel(uri)} cannot be played, for ${counted(errors.length, "error")}. Line ${first.line}: ${first.message}`,
      );
    }
    const { origin = "", scenario } = await startMock(engine.api, { path: uri.fsPath });
    vscode.window.setStatusBarMessage(`$(play) ${scenario?.name ?? ""} at ${origin}`, shownMs);
  };
}

/** What is played is what is saved. False when it was not saved after all. */
async function isSaved(uri: vscode.Uri): Promise<boolean> {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  return !document?.isDirty || document.save();
}

async function show(uri: vscode.Uri, { line, column }: ScenarioProblem): Promise<void> {
  const at = new vscode.Position(line - 1, column - 1);
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
}
