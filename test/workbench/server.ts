/**
 * Starts the VS Code server that npm's code-server carries, without code-server's own wrapper, with Framescope installed.
 * Everything that it writes lies in one temporary folder.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../free-port.ts";

export const workbenchRoot = import.meta.dirname;
export const projectRoot = path.resolve(workbenchRoot, "../..");
const vscodeRoot = path.join(workbenchRoot, "node_modules/code-server/lib/vscode");
const startLimitMs = 30_000;
const stopLimitMs = 3_000;

/** A quiet window: nothing that pops up, phones home or moves while a screenshot is taken. */
const quiet: Readonly<Record<string, unknown>> = {
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "workbench.startupEditor": "none",
  "workbench.welcomePage.walkthroughs.openOnInstall": false,
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "security.workspace.trust.startupPrompt": "never",
  "security.workspace.trust.banner": "never",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "window.confirmBeforeClose": "never",
  "git.enabled": false,
  "workbench.reduceMotion": "on",
  "workbench.colorTheme": "Dark Modern",
  "workbench.preferredDarkColorTheme": "Dark Modern",
  "workbench.preferredLightColorTheme": "Light Modern",
  "files.simpleDialog.enable": true,
  "remote.autoForwardPorts": false,
};

/** All 97 built-in extensions cost a second, and bring a tsserver and a git that complain. */
const builtIns = [
  "theme-defaults",
  "theme-seti",
  "theme-modern-icons",
  "json",
  "json-language-features",
  "html",
  "configuration-editing",
  "markdown-basics",
  "markdown-language-features",
  // Starts what is launched, after its `preLaunchTask`.
  "ms-vscode.js-debug",
];

export interface WorkbenchServer {
  readonly url: string;
  /** The folder that is open in the window. */
  readonly workspace: string;
  /** As a crash would: at once, with all that runs in them. */
  killExtensionHosts(): void;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Let the page run tests in the extension host; a built workbench ignores the wish without this. */
  readonly withTestDriver?: boolean;
  /** Also install the extension; else a page loads it from its folder. */
  readonly withExtension?: boolean;
  /** The workspace has to be trusted first. Nothing asks for it when the window opens. */
  readonly withTrust?: boolean;
  readonly port?: number;
  /** Beside those for a quiet window. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

export async function startServer(options: ServerOptions = {}): Promise<WorkbenchServer> {
  const folder = await mkdtemp(path.join(tmpdir(), "framescope-workbench-"));
  const workspace = path.join(folder, "workspace/chat");
  const settings = path.join(folder, "data/User/settings.json");
  linkPackages();
  mkdirSync(path.dirname(settings), { recursive: true });
  mkdirSync(workspace, { recursive: true });
  writeFileSync(settings, JSON.stringify({ ...quiet, ...options.settings }, null, 2));
  writeFileSync(path.join(workspace, "README.md"), "# Chat\n");
  const extensions = path.join(folder, "extensions");
  mkdirSync(extensions);
  if (options.withExtension) installExtension(extensions);

  const port = options.port ?? (await freePort());
  const logFile = path.join(folder, "server.log");
  const log = openSync(logFile, "w");
  const env: NodeJS.ProcessEnv = { ...process.env, ...options.env, EXTENSIONS_GALLERY: "{}" };
  delete env.NODE_OPTIONS;
  const args = [
    path.join(vscodeRoot, "out/server-main.js"),
    ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
    ...["--accept-server-license-terms", "--telemetry-level", "off"],
    ...(options.withTrust ? [] : ["--disable-workspace-trust"]),
    ...["--server-data-dir", folder, "--extensions-dir", extensions],
    ...["--builtin-extensions-dir", linkBuiltIns(folder)],
    ...(options.withTestDriver ? ["--enable-smoke-test-driver"] : []),
  ];
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", log, log] });
  const url = `http://127.0.0.1:${port}/`;
  await answering(url, child, logFile);
  return {
    url,
    workspace,
    killExtensionHosts: () => {
      for (const pid of extensionHostsOf(child)) process.kill(pid, "SIGKILL");
    },
    stop: async () => {
      await ended(child);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A page of the workbench; `payload` as VS Code's own browser tests pass it. */
export function pageUrl(server: WorkbenchServer, payload: readonly (readonly [string, string])[] = []): string {
  const query = new URLSearchParams({ folder: server.workspace });
  if (payload.length > 0) query.set("payload", JSON.stringify(payload));
  return `${server.url}?${query}`;
}

/**
 * The server and its `/static/node_modules` look for VS Code's own packages beside it, where code-server's install script
 * would put them. They are in our lock file instead.
 */
function linkPackages(): void {
  const link = path.join(vscodeRoot, "node_modules");
  if (!existsSync(link)) symlinkSync(path.join(workbenchRoot, "node_modules"), link, "dir");
}

function linkBuiltIns(folder: string): string {
  const linked = path.join(folder, "built-in");
  mkdirSync(linked);
  for (const name of builtIns) symlinkSync(path.join(vscodeRoot, "extensions", name), path.join(linked, name), "dir");
  return linked;
}

function installExtension(extensions: string): void {
  const { publisher, name, version } = JSON.parse(readFileSync(path.join(projectRoot, "package.json"), "utf8"));
  const target = path.join(extensions, `${publisher}.${name}-${version}`);
  for (const part of ["package.json", "dist"])
    cpSync(path.join(projectRoot, part), path.join(target, part), { recursive: true });
}

async function answering(url: string, child: ChildProcess, logFile: string): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`VS Code's server ended:\n${readFileSync(logFile, "utf8")}`);
    const answer = await fetch(`${url}version`).catch(() => undefined);
    if (answer?.ok) return;
    if (performance.now() > deadline) throw new Error(`VS Code's server did not answer within ${startLimitMs} ms.`);
    await sleep(50);
  }
}

/** The server's children that run extensions. */
function extensionHostsOf({ pid }: ChildProcess): number[] {
  const listed = execFileSync("ps", ["--ppid", String(pid), "-o", "pid=,args="], { encoding: "utf8" });
  const hosts = listed.split("\n").filter((line) => line.includes("--type=extensionHost"));
  if (hosts.length === 0) throw new Error(`None of these runs extensions:\n${listed}`);
  return hosts.map((line) => Number.parseInt(line, 10));
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const kill = setTimeout(() => child.kill("SIGKILL"), stopLimitMs);
    child.once("exit", () => {
      clearTimeout(kill);
      resolve();
    });
    child.kill("SIGTERM");
  });
}
