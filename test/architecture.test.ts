/** Holds the import table of docs/ARCHITECTURE.md against the code, and the check itself against made-up breaches. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { protocols } from "../src/protocols/registry.ts";
import { breachesIn, importsOf, roomOf } from "./architecture/rules.ts";
import { trackedFiles } from "./architecture/tracked-files.ts";

const tracked = trackedFiles();
const sources = tracked.filter((file) => /^(src|webview|mock-server)\/.*\.(ts|mjs)$/.test(file));

describe("the import table", () => {
  it("finds the sources", () => {
    expect(sources.length).toBeGreaterThan(60);
    expect(sources.filter((file) => !roomOf(file))).toEqual([]);
  });

  it("holds in every file", () => {
    expect(sources.flatMap((file) => breachesIn(file, readFileSync(file, "utf8")))).toEqual([]);
  });
});

describe("the check of the import table", () => {
  const breach = (file: string, source: string) => breachesIn(file, source).join("\n");

  it.each([
    ["a type that imports anything", "src/model/frame.ts", 'import { x } from "../clock/clock.ts";'],
    ["a type-only import across a border", "src/model/frame.ts", 'import type { X } from "../bridge/rows.ts";'],
    ["a package in the model", "src/model/frame.ts", 'import { z } from "zod";'],
    ["a protocol that imports its sibling", "src/protocols/sse/codec.ts", 'import "../websocket/codec.ts";'],
    ["Action Cable that knows AnyCable", "src/protocols/action-cable/codec.ts", 'import "../anycable/codec.ts";'],
    ["AnyCable that reaches further than Action Cable", "src/protocols/anycable/codec.ts", 'import "../sse/codec.ts";'],
    ["a protocol that reaches for Node", "src/protocols/sse/codec.ts", 'import "node:timers";'],
    ["a protocol that reads the clock", "src/protocols/sse/codec.ts", "export const now = Date.now();"],
    ["a protocol that throws dice", "src/protocols/sse/codec.ts", "export const n = Math.random();"],
    ["a transport that knows a protocol", "src/transports/http.ts", 'import "../protocols/sse/index.ts";'],
    ["a runner that knows a transport", "src/runner/runner.ts", 'import "../transports/http.ts";'],
    ["a store that knows a protocol", "src/capture/store.ts", 'import "../protocols/sse/index.ts";'],
    ["a second door to SQLite", "src/capture/store.ts", 'import "node:sqlite";'],
    ["an engine that knows VS Code", "src/engine/engine.ts", 'import "vscode";'],
    ["an extension that reaches into the engine", "src/extension/extension.ts", 'import "../engine/engine.ts";'],
    ["a terminal that reaches into the engine", "src/cli/main.ts", 'import "../engine/engine.ts";'],
    ["a webview that knows Node", "webview/main.ts", 'import "node:fs";'],
    ["a webview that knows a protocol", "webview/main.ts", 'import "../src/protocols/registry.ts";'],
    ["a mock server that knows the engine", "mock-server/server.ts", 'import "../src/engine/engine.ts";'],
    ["a question that goes with the focus", "src/extension/extension.ts", "vscode.window.showQuickPick(items);"],
    ["a re-export across a border", "src/model/frame.ts", 'export * from "../clock/clock.ts";'],
    ["a dynamic import across a border", "src/runner/runner.ts", 'await import("../transports/http.ts");'],
  ])("catches %s", (_, file, source) => {
    expect(breach(file, source)).toContain(file);
  });

  it.each([
    ["a protocol's own files", "src/protocols/sse/codec.ts", 'import "./messages.ts";'],
    ["a protocol and the kit", "src/protocols/sse/codec.ts", 'import "../kit/json.ts";'],
    ["AnyCable on top of Action Cable", "src/protocols/anycable/codec.ts", 'import "../action-cable/codec.ts";'],
    ["the registry and a protocol", "src/protocols/registry.ts", 'import "./sse/index.ts";'],
    ["the engine's one public file", "src/extension/extension.ts", 'import "../engine/host.ts";'],
    ["a comment about the clock", "src/protocols/sse/codec.ts", "// never Date.now()\nexport {};"],
  ])("allows %s", (_, file, source) => {
    expect(breach(file, source)).toBe("");
  });

  it("sees every way to import", () => {
    const source = 'import "a"; import type { B } from "b"; export * from "c"; export { d } from "d"; import("e");';
    expect(importsOf("x.ts", source)).toEqual(["a", "b", "c", "d", "e"]);
  });
});

describe("one protocol is one folder", () => {
  const folders = readdirSync("src/protocols", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "kit")
    .map((entry) => entry.name);

  it("named as its id, with a line in the registry and a mirror of tests", () => {
    expect(protocols.map((protocol) => protocol.id).sort()).toEqual(folders.sort());
    for (const folder of folders)
      expect(readdirSync(`test/protocols/${folder}`).some((file) => file.endsWith(".test.ts"))).toBe(true);
  });

  it("is named nowhere else", () => {
    const outside = sources.filter((file) => !file.startsWith("src/protocols/"));
    const naming = outside.filter((file) => {
      const code = readFileSync(file, "utf8");
      return folders.some((folder) => new RegExp(`protocols/${folder}\\b`).test(code));
    });
    expect(naming).toEqual([]);
  });
});

describe("the top level", () => {
  it("holds only what the README promises and the small files that tools demand", () => {
    const top = new Set(tracked.map((file) => file.split("/")[0]));
    const allowed = new Set([
      ...["src", "webview", "mock-server", "test", "docs", "README.md", "LICENSE", "CHANGELOG.md"],
      ...["package.json", "package-lock.json", "tsconfig.json", "biome.json", "knip.json", "vitest.config.ts"],
      ...[".ci", ".gitignore", ".npmignore", ".npmrc", ".vscode", ".vscodeignore"],
    ]);
    expect([...top].filter((name) => name && !allowed.has(name))).toEqual([]);
  });
});
