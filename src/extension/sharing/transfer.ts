/** Waits for an export, an import or a search of the engine's, with progress that a person can cancel. */
import * as vscode from "vscode";
import type { TransferOutcome } from "../../bridge/transfer.ts";
import type { LazyEngine } from "../lazy-engine.ts";

/** Undefined when the person cancelled. Rejects with the engine's sentence. */
export function withProgress<K extends TransferOutcome["kind"]>(
  engine: LazyEngine,
  title: string,
  kind: K,
  begin: () => Promise<string>,
): Thenable<Extract<TransferOutcome, { kind: K }> | undefined> {
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return vscode.window.withProgress(options, async (progress, cancellation) => {
    const outcome = await outcomeOf(engine, begin, progress, cancellation);
    if (outcome.kind === "cancelled") return undefined;
    if (outcome.kind === "failed") throw new Error(outcome.reason);
    if (outcome.kind !== kind) throw new Error(`The engine answered with "${outcome.kind}".`);
    return outcome as Extract<TransferOutcome, { kind: K }>;
  });
}

async function outcomeOf(
  engine: LazyEngine,
  begin: () => Promise<string>,
  progress: vscode.Progress<{ increment?: number }>,
  cancellation: vscode.CancellationToken,
): Promise<TransferOutcome> {
  const { promise, resolve, reject } = Promise.withResolvers<TransferOutcome>();
  let transfer: string | undefined;
  let told = 0;
  const subscriptions = [
    engine.onTransferChanged((state) => {
      if (state.transfer !== transfer) return;
      if (state.outcome) return resolve(state.outcome);
      progress.report({ increment: (state.progress - told) * 100 });
      told = state.progress;
    }),
    engine.onEnded((reason) => reject(new Error(reason))),
    cancellation.onCancellationRequested(() => transfer !== undefined && void engine.api.cancelTransfer(transfer)),
  ];
  try {
    transfer = await begin();
    if (cancellation.isCancellationRequested) await engine.api.cancelTransfer(transfer);
    return await promise;
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}
