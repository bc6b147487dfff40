/**
 * Exports and imports that are under way. Each works in slices between which everything else gets its turn, tells how far
 * it is, and can be cancelled; what it left unfinished is deleted.
 */
import { randomUUID } from "node:crypto";
import type { EngineEvents } from "../bridge/engine-api.ts";
import type { TransferOutcome } from "../bridge/transfer.ts";
import { Breath, Cancelled } from "../interchange/breath.ts";

const toldEveryMs = 50;

export type TransferWork = (breath: Breath) => Promise<TransferOutcome>;

interface Transfer {
  cancelled: boolean;
  readonly over: Promise<void>;
}

export class Transfers {
  readonly #events: EngineEvents;
  readonly #transfers = new Map<string, Transfer>();

  constructor(events: EngineEvents) {
    this.#events = events;
  }

  /** Returns its id at once. What becomes of it is told by `transferChanged`. */
  start(work: TransferWork): string {
    const id = randomUUID();
    const transfer: Transfer = { cancelled: false, over: this.#run(id, work, () => transfer.cancelled) };
    this.#transfers.set(id, transfer);
    return id;
  }

  /** Nothing happens to one that is over. */
  cancel(id: string): void {
    const transfer = this.#transfers.get(id);
    if (transfer) transfer.cancelled = true;
  }

  async close(): Promise<void> {
    const all = [...this.#transfers.values()];
    for (const transfer of all) transfer.cancelled = true;
    await Promise.all(all.map(({ over }) => over));
  }

  async #run(id: string, work: TransferWork, isCancelled: () => boolean): Promise<void> {
    let toldAt = 0;
    const told = (progress: number): void => {
      if (performance.now() - toldAt < toldEveryMs) return;
      toldAt = performance.now();
      this.#events.transferChanged({ transfer: id, progress: Math.min(1, progress) });
    };
    // Whoever started it must know its id before its first word.
    await new Promise((resolve) => setImmediate(resolve));
    const outcome = await outcomeOf(work, new Breath(told, isCancelled));
    this.#transfers.delete(id);
    this.#events.transferChanged({ transfer: id, progress: 1, outcome });
  }
}

async function outcomeOf(work: TransferWork, breath: Breath): Promise<TransferOutcome> {
  try {
    return await work(breath);
  } catch (error) {
    if (error instanceof Cancelled) return { kind: "cancelled" };
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}
