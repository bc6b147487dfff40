/**
 * Tasks of the type `framescope-mock`, so that a mock server with its scenario can run before an app is launched. Offers
 * one for each scenario of the workspace.
 */
import { isAbsolute } from "node:path";
import * as vscode from "vscode";
import type { LazyEngine } from "../lazy-engine.ts";
import { MockTerminal } from "./mock-terminal.ts";
import { scenarioFiles, scenarioLabel } from "./scenario-files.ts";

const taskType = "framescope-mock";

interface MockTask extends vscode.TaskDefinition {
  /** From the top of the workspace folder, or absolute. */
  readonly scenario?: string;
  readonly port?: number;
  readonly tls?: boolean;
}

export function offerMockTasks(engine: LazyEngine): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(taskType, {
    async provideTasks() {
      const files = await scenarioFiles();
      return files.map((uri) => {
        const folder = vscode.workspace.getWorkspaceFolder(uri);
        const label = vscode.workspace.asRelativePath(uri, false);
        return mockTask(engine, { type: taskType, scenario: label }, folder, `Play ${scenarioLabel(uri)}`);
      });
    },
    resolveTask({ definition, scope, name }) {
      const folder = typeof scope === "object" ? scope : vscode.workspace.workspaceFolders?.[0];
      return mockTask(engine, definition, folder, name);
    },
  });
}

function mockTask(
  engine: LazyEngine,
  definition: vscode.TaskDefinition,
  folder: vscode.WorkspaceFolder | undefined,
  name: string,
): vscode.Task {
  // With the variables of tasks.json filled in.
  const execution = new vscode.CustomExecution(async (resolved) => {
    const { scenario, port, tls } = resolved as MockTask;
    return new MockTerminal(engine, { path: scenario && fileOf(scenario, folder), port, tls });
  });
  const scope = folder ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task(definition, scope, name, "Framescope", execution, ["$framescope-mock"]);
  task.isBackground = true;
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
  return task;
}

function fileOf(scenario: string, folder: vscode.WorkspaceFolder | undefined): string {
  if (isAbsolute(scenario) || !folder) return scenario;
  return vscode.Uri.joinPath(folder.uri, scenario).fsPath;
}
