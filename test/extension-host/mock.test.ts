/** The mock server as the extension has it: its own timeline among the sessions, faults, and what is published from an editor. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { ForTests } from "../../src/extension/extension.ts";
import { framescope, until } from "./framescope.ts";

describe("the mock server's own timeline", () => {
  let api: ForTests;
  const mockSession = () => api.sessions.all().find(({ summary }) => summary.mock && summary.state === "open");
  const state = () => api.engine.api.mockState();
  const timelineOf = (title: string) =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === title);

  before(async () => {
    api = await framescope().activate();
    // Its notification waits for a click that never comes.
    void vscode.commands.executeCommand("framescope.startMock");
    await until("the mock server runs", async () => (await state()).running);
  });

  after(async () => {
    await vscode.commands.executeCommand("framescope.stopMock");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  it("is listed as soon as the mock server runs, and asks for no attention", async () => {
    await until("it is listed", () => mockSession() !== undefined);
    const { port } = await state();
    assert.equal(mockSession()?.summary.title, `Mock server :${port}`);
    const { doors } = await state();
    const door = doors.find(({ path }) => path === "/ws");
    await vscode.commands.executeCommand("framescope.connectToMock", { kind: "door", door });
    await until("a client", async () => (await state()).clients.length === 1);
    const [client] = (await state()).clients;
    assert.ok(client);
    await vscode.commands.executeCommand("framescope.resetMockClient", { kind: "client", client });
    await until("a verdict", () => (mockSession()?.summary.verdicts ?? 0) > 0);
    assert.equal(mockSession()?.unread, 0);
  });

  it("opens beside the timeline that is in front", async () => {
    await vscode.commands.executeCommand("framescope.openMockTimeline");
    const title = mockSession()?.summary.title ?? "";
    await until("its tab", () => timelineOf(title) !== undefined);
    assert.notEqual(timelineOf(title)?.group.viewColumn, timelineOf("Mock /ws")?.group.viewColumn);
  });

  it("is begun anew where it was closed", async () => {
    const before = mockSession()?.id;
    assert.ok(before);
    await api.engine.api.forget(before);
    await until("it is gone", () => mockSession() === undefined);
    await vscode.commands.executeCommand("framescope.openMockTimeline");
    await until("another", () => mockSession() !== undefined);
    assert.notEqual(mockSession()?.id, before);
  });

  it("lets a fault befall a topic from its row", async () => {
    await api.engine.api.publish("evicted", 1);
    const topic = (await state()).topics.find(({ topic }) => topic === "evicted");
    await vscode.commands.executeCommand("framescope.evictTopic", { kind: "topic", topic });
    assert.deepEqual(await api.engine.api.topicHistory("evicted", 9), []);
  });

  it("removes a fault from its row, and all of them", async () => {
    const fault = await api.engine.api.addMockFault({ does: { kind: "drop" } });
    await vscode.commands.executeCommand("framescope.removeMockFault", { kind: "fault", fault });
    assert.deepEqual((await state()).faults, []);
    await api.engine.api.addMockFault({ does: { kind: "drop" } });
    await vscode.commands.executeCommand("framescope.clearMockFaults");
    assert.deepEqual((await state()).faults, []);
  });

  it("opens a publication as a document", async () => {
    await api.engine.api.publish("opened", { n: 1 });
    const [publication] = await api.engine.api.topicHistory("opened", 1);
    await vscode.commands.executeCommand("framescope.openPublication", { kind: "publication", publication });
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.languageId, "json");
    assert.deepEqual(JSON.parse(document?.getText() ?? ""), { n: 1 });
  });
});
