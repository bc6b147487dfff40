/** Endpoints of the workspace's files and settings: read, live, and not without trust. */
import assert from "node:assert/strict";
import { after, afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { fileEndpoints } from "../../src/extension/configured/file-endpoints.ts";
import { Problems } from "../../src/extension/configured/problems.ts";
import { railsApps } from "../../src/extension/configured/rails-apps.ts";
import { SecretBook } from "../../src/extension/configured/secret-book.ts";
import { settingsEndpoints } from "../../src/extension/configured/settings-endpoints.ts";
import type { Trust } from "../../src/extension/configured/trust.ts";
import { framescope, until } from "./framescope.ts";

const endpoint = (name: string) => ({ name, url: "ws://localhost:1/", protocol: "websocket" });
const text = (...names: string[]) => JSON.stringify({ endpoints: names.map(endpoint) });

class SwitchedTrust implements Trust {
  readonly #granted = new vscode.EventEmitter<void>();
  readonly onGranted = this.#granted.event;
  #isTrusted = false;

  isTrusted(): boolean {
    return this.#isTrusted;
  }

  grant(): void {
    this.#isTrusted = true;
    this.#granted.fire();
  }
}

const folder = () => {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(first, "no folder is open");
  return first.uri;
};
const at = (path: string) => vscode.Uri.joinPath(folder(), path);
const write = (path: string, content: string) =>
  vscode.workspace.fs.writeFile(at(path), new TextEncoder().encode(content));
const forgetFile = (path: string) =>
  vscode.workspace.fs.delete(at(path), { recursive: true }).then(undefined, () => undefined);
const protocols = async () => (await framescope().activate()).engine.api.protocols();

describe("endpoints of the workspace", () => {
  const opened: vscode.Disposable[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) one.dispose();
    for (const path of [".vscode/framescope.json", "config", "app"]) await forgetFile(path);
    await vscode.workspace
      .getConfiguration("framescope")
      .update("endpoints", undefined, vscode.ConfigurationTarget.Workspace);
  });
  after(() => forgetFile(".vscode"));

  const keep = <T extends vscode.Disposable>(one: T): T => {
    opened.push(one);
    return one;
  };

  it("are read from the file, again when it is saved, with faults as problems", async () => {
    const trust = new SwitchedTrust();
    trust.grant();
    await write(".vscode/framescope.json", text("One"));
    const problems = keep(new Problems());
    const source = keep(fileEndpoints(protocols, problems, trust));
    await source.ready;
    assert.deepEqual(
      source.groups()[0]?.endpoints.map(({ name }) => name),
      ["One"],
    );
    await write(
      ".vscode/framescope.json",
      '{ "endpoints": [{ "name": "Two", "url": "${nope}", "protocol": "websocket" }] }',
    );
    await until("the file is read again", () => source.groups()[0]?.endpoints[0]?.name === "Two");
    const told = () =>
      vscode.languages
        .getDiagnostics(at(".vscode/framescope.json"))
        .filter(({ source: from }) => from === "Framescope");
    // The extension of this window reads the same file.
    await until("the problem is told", () => told().length > 0);
    assert.match(told()[0]?.message ?? "", /"\$\{nope\}" is no variable/);
    assert.equal(told()[0]?.range.start.character, 41);
    await forgetFile(".vscode/framescope.json");
    await until("they are gone with the file", () => source.groups().length === 0 && told().length === 0);
  });

  it("wait for trust: nothing of files, settings or Rails is listed before", async () => {
    const trust = new SwitchedTrust();
    await write(".vscode/framescope.json", text("From the file"));
    await write("config/routes.rb", 'mount ActionCable.server => "/cable"');
    await write("config/application.rb", "");
    await vscode.workspace
      .getConfiguration("framescope")
      .update("endpoints", [endpoint("From the settings")], vscode.ConfigurationTarget.Workspace);
    const sources = [
      keep(fileEndpoints(protocols, keep(new Problems()), trust)),
      keep(settingsEndpoints(protocols, trust)),
      keep(railsApps(trust)),
    ];
    await Promise.all(sources.map(({ ready }) => ready));
    assert.deepEqual(
      sources.map((source) => [source.groups().length, source.waitsForTrust]),
      [
        [0, true],
        [0, true],
        [0, true],
      ],
    );
    trust.grant();
    await until("they are listed with trust", () =>
      sources.every((source) => source.groups().length === 1 && !source.waitsForTrust),
    );
    assert.deepEqual(
      sources.map((source) => source.groups()[0]?.endpoints[0]?.url),
      ["ws://localhost:1/", "ws://localhost:1/", "ws://localhost:3000/cable"],
    );
  });

  it("of a Rails app follow its files", async () => {
    const trust = new SwitchedTrust();
    trust.grant();
    await write("config/application.rb", "");
    await write("config/routes.rb", 'mount ActionCable.server => "/cable"');
    const source = keep(railsApps(trust));
    await source.ready;
    const first = () => source.groups()[0]?.endpoints[0];
    assert.equal(first()?.url, "ws://localhost:3000/cable");
    await write("app/channels/a_channel.rb", "class AChannel < ApplicationCable::Channel\n  def go\n  end\nend");
    await write("config/puma.rb", "port 4000");
    await until(
      "the port and the channel are found",
      () => first()?.url === "ws://localhost:4000/cable" && first()?.endpoint?.messages.length === 1,
    );
  });
});

describe("an endpoint of the file", () => {
  const path = ".vscode/framescope.json";
  after(async () => {
    await forgetFile(".vscode");
    await vscode.commands.executeCommand("framescope.stopMock");
  });

  it("is connected with what it looks up, which is masked and kept nowhere else", async () => {
    const { engine, sessions, endpoints } = await framescope().activate();
    void vscode.commands.executeCommand("framescope.startMock");
    await until("the mock server runs", async () => (await engine.api.mockState()).running);
    const door = (await engine.api.mockState()).doors.find(({ protocol }) => protocol === "websocket");
    process.env.FRAMESCOPE_TEST_TOKEN = "hush-hush-42";
    const headers = { "X-Token": "${env:FRAMESCOPE_TEST_TOKEN}" };
    await write(
      path,
      JSON.stringify({ endpoints: [{ name: "Kept", url: door?.url, protocol: "websocket", headers }] }),
    );
    const id = `configured:file:${at(path).toString()}#Kept`;
    const found = () => sessions.all().find(({ endpoint: { id: own } }) => own === id);
    await until("it is connected", async () => {
      if (!found()) await vscode.commands.executeCommand("framescope.connectConfigured", { kind: "configured", id });
      return found()?.summary.state === "open";
    });
    const session = found();
    assert.ok(session);
    assert.deepEqual(session.endpoint.headers, [["X-Token", "hush-hush-42"]]);
    assert.deepEqual(session.endpoint.secrets, ["hush-hush-42"]);
    assert.ok(!endpoints.listed().some(({ title }) => title === "Kept"));
    const view = await engine.api.openView(session.id, { filter: "", foldHeartbeats: false });
    const { rows } = await engine.api.rows(view.view, 0, 10);
    const [opening] = rows.filter(({ kind }) => kind === "open");
    assert.ok(opening);
    const details = JSON.stringify(await engine.api.details(session.id, opening.seq));
    assert.ok(details.includes("X-Token") && !details.includes("hush-hush-42"));
    await engine.api.forget(session.id);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
});

describe("secrets", () => {
  it("are listed by name only, and forgotten", async () => {
    const names: Record<string, unknown> = {};
    const values = new Map<string, string>();
    const memento = {
      get: (key: string, other: unknown) => names[key] ?? other,
      update: async (key: string, value: unknown) => {
        names[key] = value;
      },
    };
    const storage = {
      get: async (key: string) => values.get(key),
      store: async (key: string, value: string) => void values.set(key, value),
      delete: async (key: string) => void values.delete(key),
    };
    const book = new SecretBook(memento as unknown as vscode.Memento, storage as unknown as vscode.SecretStorage);
    await book.set("Token", "s3cr3t");
    await book.set("Another", "hidden");
    assert.deepEqual(book.names(), ["Another", "Token"]);
    assert.equal(await book.get("Token"), "s3cr3t");
    assert.ok(!JSON.stringify(names).includes("s3cr3t"));
    await book.forget("Token");
    assert.deepEqual([book.names(), await book.get("Token")], [["Another"], undefined]);
  });
});
