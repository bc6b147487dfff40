/**
 * Opens VS Code with the extension in it: the one on PATH, else the browser workbench. Knows nothing of the demo that
 * goes on meanwhile.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";

export interface Editor {
  /** A line for the person: where to look. */
  readonly notice: string;
  /** Ends what was started; an editor window of the person's own stays open. */
  close(): Promise<void>;
}

/** Rejects with a sentence when there is neither. */
export async function openEditor(root: string): Promise<Editor> {
  if (spawnSync("code", ["--version"], { stdio: "ignore", shell: process.platform === "win32" }).status === 0) {
    const args = ["--new-window", `--extensionDevelopmentPath=${root}`];
    spawn("code", args, { stdio: "ignore", detached: true, shell: process.platform === "win32" }).unref();
    return { notice: "VS Code is opening with Framescope in it.", close: () => Promise.resolve() };
  }
  const runner = join(root, "test/workbench/run.mjs");
  if (!existsSync(join(root, "test/workbench/node_modules")))
    throw new Error("Neither VS Code's `code` command nor the packages of the browser workbench are there.");
  // A group of its own: a Ctrl+C in the terminal must not end it under the demo's feet.
  const child = spawn(process.execPath, [runner, "serve"], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  const url = await addressOf(child);
  return { notice: `VS Code in a browser, with Framescope in it: ${url}`, close: () => ended(child) };
}

/** The server says `workbench: open URL` once it answers. */
async function addressOf(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("The browser workbench has no output.");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^workbench: open (\S+)/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error("The browser workbench could not be started.");
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
