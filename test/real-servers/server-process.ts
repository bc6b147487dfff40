/** A server of somebody else's as a child process: on a free port, with a folder of its own, gone after the test. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../free-port.ts";

const startLimitMs = 30_000;
const stopLimitMs = 5_000;

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export class ServerProcess {
  readonly port: number;
  readonly folder: string;
  readonly #launch: Launch;
  #child: ChildProcess | undefined;
  #output = "";

  /** `prepare` is told the port and the folder, may put files there, and says what to start in it. */
  static async start(prepare: (port: number, folder: string) => Launch): Promise<ServerProcess> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), "framescope-server-"));
    const server = new ServerProcess(port, folder, prepare(port, folder));
    try {
      await server.restart();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  private constructor(port: number, folder: string, launch: Launch) {
    this.port = port;
    this.folder = folder;
    this.#launch = launch;
  }

  /** Starts it again on the same port, after `kill`; resolves when it takes connections. */
  async restart(): Promise<void> {
    const { command, args, env } = this.#launch;
    const child = spawn(command, [...args], {
      cwd: this.folder,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    const keep = (piece: Buffer) => {
      this.#output += piece.toString();
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    let failure: Error | undefined;
    child.once("error", (error) => {
      failure = error;
    });
    for (const deadline = Date.now() + startLimitMs; ; await sleep(50)) {
      if (await takesConnections(this.port)) return;
      if (failure || child.exitCode !== null || Date.now() > deadline)
        throw new Error(`${command} did not start (${failure?.message ?? child.exitCode}):\n${this.#output}`);
    }
  }

  /** Ends it, and resolves when it is gone. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  }

  /** It stays there and says nothing, until it is thawed. */
  freeze(): { readonly thaw: () => void } {
    const child = this.#child;
    child?.kill("SIGSTOP");
    return { thaw: () => child?.kill("SIGCONT") };
  }

  /** What it logged to a file in its folder; for a failing test's eyes. */
  log(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Politely first: nginx's workers outlive a master that was killed. */
  async stop(): Promise<void> {
    const child = this.#child;
    const limit = setTimeout(() => child?.kill("SIGKILL"), stopLimitMs);
    await this.kill("SIGTERM");
    clearTimeout(limit);
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
