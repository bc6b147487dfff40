import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { Row } from "../../src/bridge/rows.ts";
import type { ForTests } from "../../src/extension/extension.ts";
import { sampleEndpoint } from "../../src/extension/mock/doors.ts";
import { framescope, until } from "./framescope.ts";

const everything = { filter: "", foldHeartbeats: false };

describe("a session through the mock server", () => {
  let api: ForTests;
  let id = "";

  const rows = async (): Promise<readonly Row[]> => {
    const view = await api.engine.api.openView(id, everything);
    const window = await api.engine.api.rows(view.view, 0, 1_000);
    await api.engine.api.closeView(view.view);
    return window.rows;
  };
  const sees = (kind: string, more: (row: Row) => boolean = () => true) =>
    until(`a row ${kind}`, async () => (await rows()).some((row) => row.kind === kind && more(row)));
  const timelineTabs = () =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith("framescope.timeline"));

  before(async () => {
    api = await framescope().activate();
    // Its notification waits for a click that never comes.
    void vscode.commands.executeCommand("framescope.startMock");
    await until("the mock server runs", async () => (await api.engine.api.mockState()).running);
  });

  after(async () => {
    await vscode.commands.executeCommand("framescope.stopMock");
  });

  it("connects, and shows what the server says", async () => {
    const { doors } = await api.engine.api.mockState();
    const door = doors.find(({ path }) => path === "/cable");
    assert.ok(door);
    await vscode.commands.executeCommand("framescope.connectToMock", { kind: "door", door });
    const session = api.sessions.all().find(({ summary }) => !summary.mock);
    assert.ok(session);
    id = session.id;
    await sees("welcome");
    await sees("confirm_subscription", ({ channelLabel = "" }) => channelLabel.includes("ChatChannel"));
  });

  it("has one tab for its timeline", async () => {
    await until("the tab", () => timelineTabs().length === 1);
    await vscode.commands.executeCommand("framescope.openTimeline", { kind: "session", session: id });
    assert.equal(timelineTabs().length, 1);
  });

  it("receives what is published", async () => {
    const { subscribers } = await api.engine.api.publish("chat:lobby", { body: "from the extension host" });
    assert.equal(subscribers, 1);
    await sees("message", ({ summary }) => summary.includes("from the extension host"));
  });

  it("takes commands, and rejects wrong ones with a sentence", async () => {
    await api.engine.api.command(id, { kind: "subscribe", values: { channel: 'ChatChannel {"room":"dev"}' } });
    await until("the second channel", () => api.sessions.get(id)?.summary.channels.length === 2);
    await assert.rejects(api.engine.api.command(id, { kind: "subscribe", values: {} }), /\w+ \w+.*\.$/);
  });

  it("counts verdicts as seen while its timeline is in sight", async () => {
    await api.engine.api.command(id, { kind: "subscribe", values: { channel: 'ChatChannel {"room":"dev"}' } });
    await until("a verdict", () => (api.sessions.get(id)?.summary.verdicts ?? 0) > 0);
    assert.equal(api.sessions.get(id)?.unread, 0);
  });

  it("counts them as unread while its tab is closed, until it is opened again", async () => {
    await vscode.window.tabGroups.close(timelineTabs());
    await api.engine.api.command(id, { kind: "subscribe", values: { channel: 'ChatChannel {"room":"lobby"}' } });
    await until("an unread verdict", () => api.sessions.get(id)?.unread === 1);
    await vscode.commands.executeCommand("framescope.openTimeline", { kind: "session", session: id });
    await until("it is seen", () => api.sessions.get(id)?.unread === 0);
  });

  it("disconnects", async () => {
    await vscode.commands.executeCommand("framescope.disconnect", { kind: "session", session: id });
    await until("it is stopped", () => api.sessions.get(id)?.summary.state === "stopped");
    await sees("closed");
  });

  it("closes with its tab", async () => {
    await vscode.commands.executeCommand("framescope.closeSession", { kind: "session", session: id });
    await until("the tab is gone", () => timelineTabs().length === 0);
    assert.equal(api.sessions.all().filter(({ summary }) => !summary.mock).length, 0);
  });

  it("is refused with a sentence when its settings are wrong", async () => {
    const { doors } = await api.engine.api.mockState();
    const door = doors.find(({ path }) => path === "/cable");
    assert.ok(door);
    const endpoint = { ...sampleEndpoint(door), settings: { channels: "not a channel {" } };
    await assert.rejects(api.sessions.connect(endpoint), /not a channel/);
  });
});
