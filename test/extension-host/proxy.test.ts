/** VS Code's own proxy settings, as a session meets them. The proxy leads every host to the mock server. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { ForTests } from "../../src/extension/extension.ts";
import type { Endpoint } from "../../src/model/endpoint.ts";
import { type LeadingProxy, startLeadingProxy } from "../workbench/leading-proxy.ts";
import { framescope, until } from "./framescope.ts";

const endpoint: Endpoint = {
  id: "proxied",
  url: "ws://app.test/cable",
  protocol: "action-cable",
  headers: [],
  settings: {},
};

describe("VS Code's proxy settings", () => {
  let api: ForTests;
  let proxy: LeadingProxy;
  const http = () => vscode.workspace.getConfiguration("http");
  const set = (name: string, value: unknown) => http().update(name, value, vscode.ConfigurationTarget.Global);
  /** The session's opening, or its end, as a row. */
  const connected = async (more: Partial<Endpoint> = {}) => {
    const { id } = await api.sessions.connect({ ...endpoint, ...more });
    const view = await api.engine.api.openView(id, { filter: "", foldHeartbeats: false });
    const rows = async () => (await api.engine.api.rows(view.view, 0, 10)).rows;
    const isFirst = ({ kind }: { readonly kind: string }) => kind === "open" || kind === "closed";
    await until("an opening or an end", async () => (await rows()).some(isFirst));
    const row = (await rows()).find(isFirst);
    await api.engine.api.forget(id);
    return row;
  };

  before(async () => {
    api = await framescope().activate();
    void vscode.commands.executeCommand("framescope.startMock");
    await until("the mock server runs", async () => (await api.engine.api.mockState()).running);
    const { origin = "" } = await api.engine.api.mockState();
    proxy = await startLeadingProxy(() => Number(new URL(origin).port));
    await set("proxy", proxy.url);
  });

  after(async () => {
    for (const name of ["proxy", "noProxy", "proxySupport"]) await set(name, undefined);
    proxy.stop();
    await vscode.commands.executeCommand("framescope.stopMock");
  });

  it("are where a session goes through, and the opening says so", async () => {
    const row = await connected();
    assert.equal(row?.kind, "open");
    assert.match(row?.summary ?? "", /through http:\/\/127\.0\.0\.1:\d+/);
    assert.deepEqual(proxy.asked.splice(0), ["app.test:80"]);
  });

  it("give way to what the endpoint says", async () => {
    const row = await connected({ proxy: "none" });
    assert.equal(row?.kind, "closed");
    assert.deepEqual(proxy.asked, []);
  });

  it("may exempt a host, or have no proxy at all", async () => {
    await set("noProxy", ["app.test"]);
    assert.equal((await connected())?.kind, "closed");
    await set("noProxy", undefined);
    await set("proxySupport", "off");
    assert.equal((await connected())?.kind, "closed");
    assert.deepEqual(proxy.asked, []);
  });
});
