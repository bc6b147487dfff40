/**
 * Which HTTP/2 connections there are, so that exchanges with one origin share one. Knows who is dialling, so that two
 * that begin at the same moment do not open two.
 */
import type { Socket } from "node:net";
import { Http2Connection, type Via } from "./http2-connection.ts";

export class Http2Connections {
  readonly #open = new Map<string, Http2Connection>();
  readonly #waiting = new Map<string, (() => void)[]>();
  /** Servers that were offered HTTP/2 and did not take it: nobody waits for a dial to them. */
  readonly #refusing = new Set<string>();

  /** One that takes another request. `key` names the origin and how far it is trusted. */
  find(key: string): Http2Connection | undefined {
    const found = this.#open.get(key);
    return found?.isFree === true ? found : undefined;
  }

  /** Waits for a dial that is under way; false when there is none to wait for. */
  wait(key: string, task: () => void): boolean {
    const waiting = this.#waiting.get(key);
    if (waiting === undefined || this.#refusing.has(key)) return false;
    waiting.push(task);
    return true;
  }

  /** Say so before you dial, and call what is returned when it is known how that went. */
  dialling(key: string): () => void {
    const tasks: (() => void)[] = [];
    this.#waiting.set(key, tasks);
    return () => {
      if (this.#waiting.get(key) === tasks) this.#waiting.delete(key);
      for (const task of tasks.splice(0)) task();
    };
  }

  add(key: string, origin: string, socket: Socket, via: Via): Http2Connection {
    this.#refusing.delete(key);
    const added = new Http2Connection(origin, socket, via, () => {
      if (this.#open.get(key) === added) this.#open.delete(key);
    });
    this.#open.set(key, added);
    return added;
  }

  refused(key: string): void {
    this.#refusing.add(key);
  }
}
