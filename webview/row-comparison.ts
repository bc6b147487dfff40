/** Two rows next to each other in VS Code's diff editor: the one that was chosen first is remembered until then. */
import type { TimelineStore } from "./timeline-store.ts";

export class RowComparison {
  /** Chosen for comparing; the next one opens the diff. */
  chosen: number | undefined;
  readonly #store: TimelineStore;

  constructor(store: TimelineStore) {
    this.#store = store;
  }

  /** The selected row and this one. */
  withSelected(seq: number): void {
    const { seq: selected } = this.#store.selection;
    if (selected === undefined || selected === seq) this.#store.showNotice("Select another row first to compare with.");
    else this.open(selected, seq);
  }

  /** The earlier one stands on the left. */
  open(one: number, other: number): void {
    this.chosen = undefined;
    void this.#store.attempt((host) => host.openDiff(Math.min(one, other), Math.max(one, other)));
  }
}
