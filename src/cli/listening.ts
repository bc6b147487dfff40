/**
 * Decides when a listening session is over, and remembers whether it ever connected. Knows states only: what it takes to
 * be connected (a 101, or a welcome too) is the protocol's own business.
 */
import type { SessionSummary } from "../bridge/engine-api.ts";

export class Listening {
  /** Resolves when there is nothing more to wait for. */
  readonly over: Promise<void>;
  #connected = false;
  #stopped = false;
  #verdicts = 0;
  #end: () => void = () => {};
  #whenStopped: (() => void) | undefined;

  constructor() {
    this.over = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Warnings and errors so far. */
  get verdicts(): number {
    return this.#verdicts;
  }

  /** A first attempt that fails is the end: whoever runs a command wants to know. Later ones are waited out. */
  sessionChanged({ state, openedAt, verdicts }: SessionSummary): void {
    this.#verdicts = verdicts;
    this.#stopped = state === "stopped";
    if (openedAt !== undefined) this.#connected = true;
    if (this.#stopped) this.#whenStopped?.();
    if (this.#stopped || (state === "waiting" && !this.#connected)) this.end();
  }

  end(): void {
    this.#end();
  }

  /** Resolves when the session has closed its connection, or after the limit. */
  stopped(limitMs: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.#whenStopped = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
