/** From recording to mock, in the editor: a capture becomes a scenario in a new document, which replays it once it runs. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { Row } from "../../src/bridge/rows.ts";
import type { ForTests } from "../../src/extension/extension.ts";
import { framescope, until } from "./framescope.ts";

describe("a scenario of a capture", () => {
  let api: ForTests;
  let session = "";

  const rowsOf = async (id: string): Promise<readonly Row[]> => {
    const view = await api.engine.api.openView(id, { filter: "", foldHeartbeats: false });
    const { rows } = await api.engine.api.rows(view.view, 0, 1_000);
    await api.engine.api.closeView(view.view);
    return rows;
  };
  const sees = (id: string, words: string) =>
    until(`a row with ${words}`, async () => (await rowsOf(id)).some(({ summary }) => summary.includes(words)));
  const connect = async (): Promise<string> => {
    const { doors } = await api.engine.api.mockState();
    const url = doors.find(({ protocol }) => protocol === "action-cable")?.url ?? "";
    const settings = { channels: 'ChatChannel {"room":"lobby"}' };
    return (await api.sessions.connect({ id: "", url, protocol: "action-cable", headers: [], settings })).id;
  };

  before(async () => {
    api = await framescope().activate();
    void vscode.commands.executeCommand("framescope.startMock");
    await until("the mock server runs", async () => (await api.engine.api.mockState()).running);
    session = await connect();
    await until("a subscriber", async () =>
      (await api.engine.api.mockState()).topics.some(({ subscribers }) => subscribers > 0),
    );
    await api.engine.api.publish("chat:lobby", { body: "recorded once" });
    await sees(session, "recorded once");
    await api.engine.api.command(session, { kind: "disconnect", values: {} });
  });

  after(async () => {
    await vscode.commands.executeCommand("framescope.stopMock");
    for (const { id } of await api.engine.api.sessions()) await api.engine.api.forget(id);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("opens as a new document that is a scenario by its name", async () => {
    // Its offer waits for a click that never comes.
    void vscode.commands.executeCommand("framescope.createScenario", { kind: "session", session });
    await until("the document", async () => {
      // The machine's own address is found, and what to mask is asked.
      await vscode.commands.executeCommand("workbench.action.acceptSelectedQuickOpenItem");
      return /\.scenario\.yaml$/.test(vscode.window.activeTextEditor?.document.fileName ?? "");
    });
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.isUntitled, true);
    assert.match(document?.getText() ?? "", /^# Made by Framescope .*\n[\s\S]*\nreplay:\n {2}protocol: action-cable\n/);
    assert.match(document?.getText() ?? "", /recorded once/);
  });

  it("replays the recording to the next client once it is saved and run", async () => {
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    const saved = await vscode.workspace.save(document.uri);
    assert.ok(saved);
    await vscode.commands.executeCommand("framescope.runScenario", saved);
    assert.match((await api.engine.api.mockState()).scenario?.name ?? "", /^Replay of /);
    // Nobody publishes this time.
    await sees(await connect(), "recorded once");
    await vscode.workspace.fs.delete(saved);
  });
});
