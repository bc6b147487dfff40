/** The scenario files of the workspace, and which of them is meant. */
import * as vscode from "vscode";
import { askOne } from "../asking/questions.ts";

/** Files that VS Code leaves out of its search are left out here too. */
const mostFiles = 200;

export function isScenarioFile({ path }: vscode.Uri): boolean {
  return /\.scenario\.ya?ml$/i.test(path);
}

export async function scenarioFiles(): Promise<readonly vscode.Uri[]> {
  const found = await vscode.workspace.findFiles("**/*.scenario.{yaml,yml}", "**/node_modules/**", mostFiles);
  return [...found].sort((a, b) => a.path.localeCompare(b.path));
}

/** As people know it: from the top of its folder. */
export function scenarioLabel(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}

/**
 * What a command was given (a file of the editor's title or the explorer), or else the scenario in the active editor, or
 * else the one that the person picks. Undefined when none is picked; rejects with a sentence when there is none.
 */
export async function meantScenario(target: unknown): Promise<vscode.Uri | undefined> {
  if (target instanceof vscode.Uri) return target;
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active && isScenarioFile(active)) return active;
  const files = await scenarioFiles();
  if (files.length === 0) throw new Error("This workspace has no scenario: no file is called NAME.scenario.yaml.");
  const items = files.map((uri) => ({ label: scenarioLabel(uri), uri }));
  const picked = await askOne(items, {
    title: "Run Scenario",
    placeHolder: "Choose a scenario",
  });
  return picked?.uri;
}
