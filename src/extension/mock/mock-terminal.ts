/**
 * The terminal of a `framescope-mock` task: starts the mock server with the task's scenario, prints its doors and its
 * news, and ends with it. Knows the engine only by what it asks and is told.
 */
import * as vscode from "vscode";
import type { MockState } from "../../model/mock.ts";
import { sentence } from "../errors.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { doorLines, matchedLine, mockNews } from "./mock-news.ts";

export interface MockWish {
  /** The scenario's file. */
  readonly path?: string | undefined;
  readonly port?: number | undefined;
  readonly tls?: boolean | undefined;
}

const failed = 1;

export class MockTerminal implements vscode.Pseudoterminal {
  readonly #engine: LazyEngine;
  readonly #wish: MockWish;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;
  #watching: vscode.Disposable | undefined;
  /** It ran before: then it goes on after the task. */
  #wasRunning = false;
  #isOver = false;

  constructor(engine: LazyEngine, wish: MockWish) {
    this.#engine = engine;
    this.#wish = wish;
  }

  open(): void {
    void this.#start();
  }

  /** The person, or the debug session that it was for, ends the task. */
  close(): void {
    void this.#end();
  }

  /** Ctrl+C, as in any terminal. */
  handleInput(typed: string): void {
    if (typed !== "\u0003") return;
    void this.#end().then(() => this.#closed.fire(0));
  }

  async #start(): Promise<void> {
    const { path, port, tls } = this.#wish;
    const { api } = this.#engine;
    try {
      if (path !== undefined && !(await this.#isPlayable(path))) return;
      this.#wasRunning = (await api.mockState()).running;
      const state = await api.startMock({ port, tls, scenario: path === undefined ? undefined : { path } });
      if (this.#isOver) return await this.#stop();
      this.#print(...doorLines(state), ...mockNews({ ...state, scenario: undefined }, state));
      this.#print(`The mock server listens at ${state.origin}.`);
      this.#watch(state);
    } catch (error) {
      this.#print(sentence(error));
      this.#closed.fire(failed);
    }
  }

  async #isPlayable(path: string): Promise<boolean> {
    const problems = await this.#engine.api.checkScenario(path);
    if (problems.every(({ severity }) => severity === "warning")) return true;
    this.#print(...problems.map((problem) => matchedLine(path, problem)));
    this.#closed.fire(failed);
    return false;
  }

  #watch(first: MockState): void {
    let known = first;
    this.#watching = this.#engine.onMockChanged((state) => {
      this.#print(...mockNews(known, state));
      known = state;
      if (state.running) return;
      this.#print("The mock server has stopped.");
      this.#isOver = true;
      this.#watching?.dispose();
      this.#closed.fire(0);
    });
  }

  async #end(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    if (!this.#watching) return;
    this.#watching.dispose();
    await this.#stop();
  }

  async #stop(): Promise<void> {
    const { api } = this.#engine;
    if (!this.#wasRunning) await api.stopMock();
    else if (this.#wish.path !== undefined) await api.playScenario(undefined);
  }

  #print(...lines: readonly string[]): void {
    for (const line of lines) this.#written.fire(`${line}\r\n`);
  }
}
