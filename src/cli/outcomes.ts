/** What came of transfers that were begun: the outcome of each can be waited for, whether it has come already or not. */
import type { TransferOutcome, TransferState } from "../bridge/transfer.ts";

export class Outcomes {
  readonly #known = new Map<string, PromiseWithResolvers<TransferOutcome>>();

  /** To be told all that the engine says of its transfers. */
  readonly transferChanged = ({ transfer, outcome }: TransferState): void => {
    if (outcome) this.#of(transfer).resolve(outcome);
  };

  /** Rejects with a sentence where it failed. */
  async of<K extends TransferOutcome["kind"]>(
    transfer: string,
    kind: K,
  ): Promise<Extract<TransferOutcome, { kind: K }>> {
    const outcome = await this.#of(transfer).promise;
    if (outcome.kind === "failed") throw new Error(outcome.reason);
    if (outcome.kind !== kind) throw new Error(`The engine answered with "${outcome.kind}".`);
    return outcome as Extract<TransferOutcome, { kind: K }>;
  }

  #of(transfer: string): PromiseWithResolvers<TransferOutcome> {
    const known = this.#known.get(transfer) ?? Promise.withResolvers<TransferOutcome>();
    this.#known.set(transfer, known);
    return known;
  }
}
