/** Endpoints that are read in the background: at once, and again whenever they may have changed. What was read last counts. */
import * as vscode from "vscode";
import type { EndpointGroup, EndpointSource } from "./endpoint-source.ts";
import { LatestReading } from "./latest-reading.ts";

export interface Reading<Found> {
  /** Listens to whatever tells that something may be different, and calls `again` then. */
  watch(again: () => void): readonly vscode.Disposable[];
  find(): Promise<Found>;
  /** What the newest find comes to; undefined: all stays as it was. */
  take(found: Found): Taken | undefined;
}

export interface Taken {
  readonly groups: readonly EndpointGroup[];
  /** There is something that is not read, since the workspace is not trusted. */
  readonly waitsForTrust: boolean;
}

export class EndpointReading<Found> implements EndpointSource {
  readonly ready: Promise<void>;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onChanged = this.#changed.event;
  readonly #subscriptions: readonly vscode.Disposable[];
  #taken: Taken = { groups: [], waitsForTrust: false };

  constructor({ watch, find, take }: Reading<Found>) {
    const reading = new LatestReading(find, (found) => this.#show(take(found)));
    this.#subscriptions = watch(() => void reading.again());
    this.ready = reading.again();
  }

  groups(): readonly EndpointGroup[] {
    return this.#taken.groups;
  }

  get waitsForTrust(): boolean {
    return this.#taken.waitsForTrust;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #show(taken: Taken | undefined): void {
    if (!taken) return;
    this.#taken = taken;
    this.#changed.fire();
  }
}
