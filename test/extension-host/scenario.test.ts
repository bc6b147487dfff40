/** Scenarios from the editor: run, played anew when they are saved, and as a task. */
import assert from "node:assert/strict";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { ForTests } from "../../src/extension/extension.ts";
import type { MockState } from "../../src/model/mock.ts";
import { freePort } from "../free-port.ts";
import { framescope, until } from "./framescope.ts";

const scenario = (name: string) => `name: ${name}\nphases: [calm]\ntopics: { "chat:lobby": { history: [hello] } }\n`;

describe("a scenario", () => {
  let api: ForTests;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, "no folder is open");
  const file = vscode.Uri.joinPath(folder.uri, "chat.scenario.yaml");
  const write = (text: string) => vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  const state = (): Promise<MockState> => api.engine.api.mockState();
  const plays = (name: string | undefined) =>
    until(`playing ${name}`, async () => (await state()).scenario?.name === name);

  before(async () => {
    api = await framescope().activate();
    await write(scenario("First"));
  });

  afterEach(async () => {
    await vscode.commands.executeCommand("framescope.stopMock");
    // Of the mock server itself, one for each time that it ran.
    for (const { id } of await api.engine.api.sessions()) await api.engine.api.forget(id);
  });
  after(() => vscode.workspace.fs.delete(file));

  it("is run from its editor, with its phase, and stopped", async () => {
    await vscode.window.showTextDocument(file);
    await vscode.commands.executeCommand("framescope.runScenario");
    const { running, scenario: playing } = await state();
    assert.equal(running, true);
    assert.deepEqual(playing, { name: "First", path: file.fsPath, phase: "calm", problems: [] });
    await vscode.commands.executeCommand("framescope.stopScenario");
    assert.deepEqual([(await state()).running, (await state()).scenario], [true, undefined]);
  });

  it("is played anew when it is saved, and not while it is edited", async () => {
    await vscode.commands.executeCommand("framescope.runScenario", file);
    const document = await vscode.workspace.openTextDocument(file);
    const replace = async (from: string, to: string) => {
      const at = document.getText().indexOf(from);
      const edit = new vscode.WorkspaceEdit();
      edit.replace(file, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
      await vscode.workspace.applyEdit(edit);
    };
    await replace("First", "Second");
    assert.equal((await state()).scenario?.name, "First");
    await document.save();
    await plays("Second");
    await replace("topics:", "topisc:");
    await document.save();
    await until("a problem", async () => ((await state()).scenario?.problems.length ?? 0) > 0);
    assert.equal((await state()).scenario?.name, "Second");
    await replace("topisc:", "topics:");
    await document.save();
    await until("no problem", async () => (await state()).scenario?.problems.length === 0);
  });

  it("that is wrong is shown at its place, and not played", async () => {
    await write("name: Wrong\ntopisc: {}\n");
    // Its message waits for a click that never comes.
    void vscode.commands.executeCommand("framescope.runScenario", file);
    await until("the place", () => vscode.window.activeTextEditor?.selection.active.line === 1);
    assert.equal((await state()).running, false);
    await write(scenario("First"));
  });

  it("is a task that ends with the mock server", async () => {
    const tasks = await vscode.tasks.fetchTasks({ type: "framescope-mock" });
    const task = tasks.find(({ definition }) => definition.scenario === "chat.scenario.yaml");
    assert.ok(task, "no task for the scenario");
    assert.deepEqual([task.isBackground, task.problemMatchers], [true, ["$framescope-mock"]]);
    const execution = await vscode.tasks.executeTask(task);
    await plays("First");
    const ended = new Promise<void>((resolve) => {
      const listening = vscode.tasks.onDidEndTask(({ execution: over }) => {
        if (over !== execution) return;
        listening.dispose();
        resolve();
      });
    });
    execution.terminate();
    await ended;
    await until("the mock server ends", async () => !(await state()).running);
  });

  it("is ready for those that depend on it, as a launch does: its reading ends where the problem matcher says", async () => {
    const tasks = [
      { label: "mock", type: "framescope-mock", scenario: "chat.scenario.yaml" },
      // Finds the mock server running, and starts only when the other one is ready.
      { label: "after", type: "framescope-mock", dependsOn: "mock" },
    ];
    const config = vscode.Uri.joinPath(folder.uri, ".vscode", "tasks.json");
    await vscode.workspace.fs.writeFile(config, new TextEncoder().encode(JSON.stringify({ version: "2.0.0", tasks })));
    const started: string[] = [];
    const listening = vscode.tasks.onDidStartTask(({ execution }) => started.push(execution.task.name));
    try {
      let after: vscode.Task | undefined;
      await until("the configured task", async () => {
        after = (await vscode.tasks.fetchTasks()).find(({ name }) => name === "after");
        return after !== undefined;
      });
      if (after) await vscode.tasks.executeTask(after);
      await until("both", () => started.includes("after"), 15_000);
      assert.deepEqual(started, ["mock", "after"]);
      assert.equal((await state()).scenario?.name, "First");
    } finally {
      listening.dispose();
      for (const execution of vscode.tasks.taskExecutions) execution.terminate();
      await vscode.workspace.fs.delete(config);
    }
  });

  it("is there when an app is launched with its task before it", async () => {
    const [config, app, heard] = [".vscode/tasks.json", "app.mjs", "heard.json"].map((path) =>
      vscode.Uri.joinPath(folder.uri, path),
    ) as [vscode.Uri, vscode.Uri, vscode.Uri];
    const text = (value: string) => new TextEncoder().encode(value);
    const port = await freePort();
    const tasks = [{ label: "mock", type: "framescope-mock", scenario: "chat.scenario.yaml", port }];
    await vscode.workspace.fs.writeFile(config, text(JSON.stringify({ version: "2.0.0", tasks })));
    // It does not wait for the mock server: whoever is too early fails.
    const program = `import { writeFileSync } from "node:fs";
const answer = await fetch("http://127.0.0.1:${port}/poll/chat:lobby").catch(String);
writeFileSync(${JSON.stringify(heard.fsPath)}, answer.text ? await answer.text() : answer);
`;
    await vscode.workspace.fs.writeFile(app, text(program));
    const ended = new Promise<void>((resolve) => {
      const listening = vscode.debug.onDidTerminateDebugSession(() => {
        listening.dispose();
        resolve();
      });
    });
    try {
      const launch = { name: "app", type: "node", request: "launch", program: app.fsPath, preLaunchTask: "mock" };
      assert.equal(await vscode.debug.startDebugging(folder, launch), true);
      await ended;
      const answer = new TextDecoder().decode(await vscode.workspace.fs.readFile(heard));
      assert.match(answer, /"data":"hello"/);
    } finally {
      for (const execution of vscode.tasks.taskExecutions) execution.terminate();
      for (const file of [config, app, heard]) await vscode.workspace.fs.delete(file);
    }
  });
});
