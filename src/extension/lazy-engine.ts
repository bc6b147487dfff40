/**
 * The engine of this window: started on first need, and what it tells, as events.
 * Refuses to know what the events are for.
 */
import { isBuiltin } from "node:module";
import * as vscode from "vscode";
import {
  type CaptureLimits,
  defaultCaptureLimits,
  type EngineApi,
  type EngineEvents,
  type SessionSummary,
  type VerdictNotice,
} from "../bridge/engine-api.ts";
import type { OverviewTick } from "../bridge/overview.ts";
import type { ViewState } from "../bridge/rows.ts";
import type { TransferState } from "../bridge/transfer.ts";
import { type EngineHandle, startEngine } from "../engine/host.ts";
import type { MockState } from "../model/mock.ts";

const noSqlite =
  "Framescope keeps its recordings in SQLite, which VS Code carries since version 1.123. Please update VS Code.";

/** As the person has set them by now. */
function captureLimits(): CaptureLimits {
  const settings = vscode.workspace.getConfiguration("framescope.captures");
  const bytes = (name: string, otherwise: number): number => {
    const megabytes = settings.get<number>(name);
    return typeof megabytes === "number" && megabytes > 0 ? megabytes * 1e6 : otherwise;
  };
  const { captureBytes, totalBytes } = defaultCaptureLimits;
  return { captureBytes: bytes("maxSizeMb", captureBytes), totalBytes: bytes("maxTotalMb", totalBytes) };
}

export class LazyEngine implements vscode.Disposable {
  readonly #sessionChanged = new vscode.EventEmitter<SessionSummary>();
  readonly #sessionForgotten = new vscode.EventEmitter<string>();
  readonly #verdict = new vscode.EventEmitter<VerdictNotice>();
  readonly #viewChanged = new vscode.EventEmitter<ViewState>();
  readonly #overviewChanged = new vscode.EventEmitter<OverviewTick>();
  readonly #mockChanged = new vscode.EventEmitter<MockState>();
  readonly #transferChanged = new vscode.EventEmitter<TransferState>();
  readonly #ended = new vscode.EventEmitter<string>();
  readonly onSessionChanged = this.#sessionChanged.event;
  readonly onSessionForgotten = this.#sessionForgotten.event;
  readonly onVerdict = this.#verdict.event;
  readonly onViewChanged = this.#viewChanged.event;
  readonly onOverviewChanged = this.#overviewChanged.event;
  readonly onMockChanged = this.#mockChanged.event;
  readonly onTransferChanged = this.#transferChanged.event;
  /** The engine ended by itself, with all its sessions and the mock server; the next need starts another. */
  readonly onEnded = this.#ended.event;

  readonly #workerFile: string;
  readonly #capturesFolder: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #settings: vscode.Disposable;
  #handle: EngineHandle | undefined;

  constructor(workerFile: string, capturesFolder: string, log: vscode.LogOutputChannel) {
    this.#workerFile = workerFile;
    this.#capturesFolder = capturesFolder;
    this.#log = log;
    this.#settings = vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("framescope.captures")) void this.#limitCaptures();
    });
  }

  /** Starts the engine if it does not run yet. Throws a sentence for the person where it cannot run. */
  get api(): EngineApi {
    this.#handle ??= this.#start();
    return this.#handle.api;
  }

  /** Unlike `api` it starts nothing. */
  get isRunning(): boolean {
    return this.#handle !== undefined;
  }

  async stop(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.stop();
  }

  dispose(): void {
    this.#settings.dispose();
    for (const emitter of [this.#sessionChanged, this.#sessionForgotten, this.#verdict]) emitter.dispose();
    for (const emitter of [this.#viewChanged, this.#overviewChanged, this.#mockChanged]) emitter.dispose();
    for (const emitter of [this.#transferChanged, this.#ended]) emitter.dispose();
  }

  #start(): EngineHandle {
    if (!isBuiltin("node:sqlite")) throw new Error(noSqlite);
    const startedAt = performance.now();
    const handle = startEngine({
      workerFile: this.#workerFile,
      capturesFolder: this.#capturesFolder,
      limits: captureLimits(),
      events: this.#events(),
      onEnded: (reason) => this.#leave(reason),
    });
    this.#log.info(
      `Engine started in ${(performance.now() - startedAt).toFixed(0)} ms, captures in ${this.#capturesFolder}`,
    );
    return handle;
  }

  /** What is being recorded goes by a new setting at once. */
  async #limitCaptures(): Promise<void> {
    try {
      await this.#handle?.api.limitCaptures(captureLimits().captureBytes);
    } catch (error) {
      this.#log.warn(`The new size of captures counts from the next start of the engine: ${String(error)}`);
    }
  }

  #leave(reason: string): void {
    this.#handle = undefined;
    this.#mockChanged.fire({ running: false, doors: [], topics: [], clients: [], faults: [] });
    this.#ended.fire(reason);
  }

  #events(): EngineEvents {
    return {
      sessionChanged: (session) => this.#sessionChanged.fire(session),
      sessionForgotten: (session) => this.#sessionForgotten.fire(session),
      verdict: (notice) => this.#verdict.fire(notice),
      viewChanged: (state) => this.#viewChanged.fire(state),
      overviewChanged: (tick) => this.#overviewChanged.fire(tick),
      mockChanged: (state) => this.#mockChanged.fire(state),
      transferChanged: (state) => this.#transferChanged.fire(state),
      log: (level, text) => this.#log[level](text),
    };
  }
}
