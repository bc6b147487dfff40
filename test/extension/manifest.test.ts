import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const { contributes, activationEvents, capabilities, extensionKind } = JSON.parse(readFileSync("package.json", "utf8"));
/** Where the commands are named. */
const entry = ["extension.ts", "mock/mock-commands.ts"]
  .map((file) => readFileSync(`src/extension/${file}`, "utf8"))
  .join("\n");

interface Contributed {
  readonly command: string;
  readonly title?: string;
  readonly category?: string;
  readonly icon?: string;
  readonly when?: string;
}
const commands: readonly Contributed[] = contributes.commands;

describe("the manifest", () => {
  it("starts the extension by commands, views, its own tabs and its own file, and to offer what broke off", () => {
    expect(activationEvents).toEqual([
      "onWebviewPanel:framescope.timeline",
      "workspaceContains:.vscode/framescope.json",
      "onStartupFinished",
    ]);
    expect(extensionKind[0]).toBe("workspace");
  });

  it("acts on nothing of a workspace that is not trusted", () => {
    expect(capabilities.untrustedWorkspaces.supported).toBe("limited");
    expect(capabilities.untrustedWorkspaces.restrictedConfigurations).toContain("framescope.endpoints");
  });

  it("gives every command a title, the category and an icon", () => {
    for (const { command, title, category, icon } of commands) {
      expect(title, command).toBeTruthy();
      expect(category, command).toBe("Framescope");
      expect(icon, command).toMatch(/^\$\([a-z-]+\)$/);
    }
  });

  it("has menus for commands that exist", () => {
    const known = new Set(commands.map(({ command }) => command));
    const used = Object.values(contributes.menus as Record<string, Contributed[]>).flat();
    expect(used.filter(({ command }) => !known.has(command))).toEqual([]);
  });

  it("uses only icons that VS Code has", () => {
    const mapping = JSON.parse(readFileSync("node_modules/@vscode/codicons/src/template/mapping.json", "utf8"));
    const known = new Set(Object.values(mapping as Record<string, string[]>).flat());
    expect(commands.filter(({ icon = "" }) => !known.has(icon.slice(2, -1)))).toEqual([]);
  });

  it("uses only context keys that are set", () => {
    const keys = readFileSync("src/extension/context-keys.ts", "utf8");
    const used = JSON.stringify(contributes).match(/framescope\.(has|can|mock)[A-Z]\w+/g) ?? [];
    expect(used.length).toBeGreaterThan(5);
    for (const key of used) expect(keys, key).toContain(`"${key.replace("framescope.", "")}"`);
  });

  it("and the entry agree about the commands", () => {
    for (const { command } of commands) expect(entry, command).toMatch(new RegExp(`\\b${command.split(".")[1]}[:,]`));
  });
});
