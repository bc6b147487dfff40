/**
 * Where keys and clicks have gone to: a row may be chosen before it is fetched, and is selected as soon as it is here.
 * Knows indexes and rows, and nothing of the DOM.
 */
import type { Row } from "../src/bridge/rows.ts";

export interface SelectedRow {
  readonly seq: number;
  readonly index: number;
}

export class RowCursor {
  /** `end`: the newest row that the next answer brings. */
  #wanted: number | "end" | undefined;

  goTo(wanted: number | "end"): void {
    this.#wanted = wanted;
  }

  forget(): void {
    this.#wanted = undefined;
  }

  /** So many rows went at the front. */
  shift(rows: number): void {
    if (typeof this.#wanted === "number") this.#wanted = Math.max(0, this.#wanted - rows);
  }

  /** The index that keys start from. */
  from(selectedIndex: number | undefined): number | undefined {
    return typeof this.#wanted === "number" ? this.#wanted : selectedIndex;
  }

  /** The row that was wanted, if it has come; once. */
  settle(rows: { row(index: number): Row | undefined; readonly tailEnd: number | undefined }): SelectedRow | undefined {
    if (this.#wanted === undefined) return undefined;
    const index = this.#wanted === "end" ? (rows.tailEnd ?? 0) - 1 : this.#wanted;
    const row = rows.row(index);
    if (!row) return undefined;
    this.#wanted = undefined;
    return { seq: row.seq, index };
  }

  /** Whether a row is drawn as selected: the wanted one at once, else the one with the number, or the fold around it. */
  isOn(index: number, row: Row | undefined, selectedSeq: number | undefined): boolean {
    if (this.#wanted !== undefined) return index === this.#wanted;
    if (!row || selectedSeq === undefined) return false;
    return (row.fold?.firstSeq ?? row.seq) <= selectedSeq && selectedSeq <= (row.fold?.lastSeq ?? row.seq);
  }
}
