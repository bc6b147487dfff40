/** Waits for an export, an import or a search of the engine's; what takes long shows its progress, and can be cancelled. */
import * as vscode from "vscode";
import type { TransferOutcome, TransferState } from "../../bridge/transfer.ts";
import type { LazyEngine } from "../lazy-engine.ts";

/** What is over before that needs no notification, which would outlast it. */
const patienceMs = 700;

/** Undefined when the person cancelled. Rejects with the engine's sentence. */
export async function withProgress<K extends TransferOutcome["kind"]>(
  engine: LazyEngine,
  title: string,
  kind: K,
  begin: () => Promise<string>,
): Promise<Extract<TransferOutcome, { kind: K }> | undefined> {
  const transfer = new Transfer(engine);
  try {
    await transfer.begin(begin);
    const outcome = (await transfer.soon(patienceMs)) ?? (await shown(transfer, title));
    if (outcome.kind === "cancelled") return undefined;
    if (outcome.kind === "failed") throw new Error(outcome.reason);
    if (outcome.kind !== kind) throw new Error(`The engine answered with "${outcome.kind}".`);
    return outcome as Extract<TransferOutcome, { kind: K }>;
  } finally {
    transfer.dispose();
  }
}

function shown(transfer: Transfer, title: string): Thenable<TransferOutcome> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, (progress, cancellation) => {
    cancellation.onCancellationRequested(() => transfer.cancel());
    transfer.onProgress = (increment) => progress.report({ increment });
    return transfer.outcome;
  });
}

class Transfer implements vscode.Disposable {
  readonly outcome: Promise<TransferOutcome>;
  /** Told how many percent it came farther. */
  onProgress: (increment: number) => void = () => {};
  readonly #engine: LazyEngine;
  readonly #subscriptions: readonly vscode.Disposable[];
  #id: string | undefined;
  #told = 0;

  constructor(engine: LazyEngine) {
    const { promise, resolve, reject } = Promise.withResolvers<TransferOutcome>();
    this.outcome = promise;
    // Whoever waits is told; nobody may be waiting yet.
    promise.catch(() => {});
    this.#engine = engine;
    this.#subscriptions = [
      engine.onTransferChanged((state) => state.transfer === this.#id && this.#changed(state, resolve)),
      engine.onEnded((reason) => reject(new Error(reason))),
    ];
  }

  async begin(begin: () => Promise<string>): Promise<void> {
    this.#id = await begin();
  }

  /** Undefined when it takes longer. */
  async soon(limitMs: number): Promise<TransferOutcome | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), limitMs);
    });
    const outcome = await Promise.race([this.outcome, limit]);
    clearTimeout(timer);
    return outcome;
  }

  cancel(): void {
    if (this.#id !== undefined) void this.#engine.api.cancelTransfer(this.#id);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #changed({ progress, outcome }: TransferState, resolve: (outcome: TransferOutcome) => void): void {
    if (outcome) resolve(outcome);
    this.onProgress((progress - this.#told) * 100);
    this.#told = progress;
  }
}
