/** What a contender is to the bench: a process that receives one flood, and what it tells of it. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { FloodOrder, SenderReport } from "./sender.ts";

/** Moments are ms since the epoch. */
export type ContenderReport =
  | { readonly kind: "ready" }
  /** Everything has been received and stored. */
  | { readonly kind: "done"; readonly at: number; readonly received: number }
  /** Something that only one part of the bench asks for, by name. */
  | { readonly kind: "measured"; readonly measures: Readonly<Record<string, number>> };

/** A child process that talks in messages; ends with `stop()`. */
export interface Peer<R extends { readonly kind: string }> {
  next<K extends R["kind"]>(kind: K): Promise<Extract<R, { kind: K }>>;
  tell(message: object): void;
  /** Resolves when the process is gone. */
  stop(): Promise<void>;
}

export interface Sender extends Peer<SenderReport> {
  readonly url: string;
  flood(order: FloodOrder): void;
}

/** Starts a module of this folder as a process of its own. */
export function startPeer<R extends { readonly kind: string }>(
  module: string,
  args: readonly string[],
  execArgv: readonly string[] = [],
): Peer<R> {
  const file = fileURLToPath(new URL(module, import.meta.url));
  const child = fork(file, [...args], { execArgv: [...execArgv] });
  return new ForkedPeer<R>(child, module);
}

export async function startSender(): Promise<Sender> {
  const peer = startPeer<SenderReport>("./sender.ts", []);
  const { url } = await peer.next("listening");
  return {
    url,
    next: (kind) => peer.next(kind),
    tell: (message) => peer.tell(message),
    stop: () => peer.stop(),
    flood: (order) => peer.tell(order),
  };
}

class ForkedPeer<R extends { readonly kind: string }> implements Peer<R> {
  readonly #child: ChildProcess;
  readonly #reports: R[] = [];
  #waiting: (() => void) | undefined;
  #ended: string | undefined;

  constructor(child: ChildProcess, module: string) {
    this.#child = child;
    child.on("message", (report: R) => {
      this.#reports.push(report);
      this.#waiting?.();
    });
    child.on("exit", (code, signal) => {
      this.#ended = `${module} ended early (${signal ?? code})`;
      this.#waiting?.();
    });
  }

  /** Reports of other kinds that came before stay until they are asked for. */
  async next<K extends R["kind"]>(kind: K): Promise<Extract<R, { kind: K }>> {
    for (;;) {
      const index = this.#reports.findIndex((report) => report.kind === kind);
      if (index >= 0) return this.#reports.splice(index, 1)[0] as Extract<R, { kind: K }>;
      if (this.#ended) throw new Error(this.#ended);
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
  }

  tell(message: object): void {
    this.#child.send(message);
  }

  async stop(): Promise<void> {
    if (this.#ended) return;
    const gone = once(this.#child, "exit");
    this.#child.kill("SIGTERM");
    await gone;
  }
}
