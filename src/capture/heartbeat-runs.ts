/**
 * Folds runs of heartbeats into one row each. Works on positions in a list of entries, whatever list it is; knows no
 * entries. Only runs of two or more are kept, so a capture without heartbeats costs nothing.
 */
import { countWhile, NumberList } from "./number-list.ts";

export interface FoldedRow {
  /** Of the row's first entry. */
  readonly position: number;
  /** Entries that the row stands for, from 1. */
  readonly count: number;
}

export class HeartbeatRuns {
  /** Position at which each run begins. */
  readonly #starts = new NumberList();
  /** How many rows all runs up to and with this one save. */
  readonly #saved = new NumberList();
  #lastHeartbeat = -2;
  #lastIsInRun = false;

  /** Positions come in rising order. */
  add(position: number): void {
    const follows = position === this.#lastHeartbeat + 1;
    if (!follows) this.#lastIsInRun = false;
    else if (this.#lastIsInRun) this.#saved.increaseLast();
    else {
      this.#starts.push(position - 1);
      this.#saved.push(this.#savedThrough(this.#saved.length) + 1);
      this.#lastIsInRun = true;
    }
    this.#lastHeartbeat = position;
  }

  clear(): void {
    this.#starts.clear();
    this.#saved.clear();
    this.#lastHeartbeat = -2;
    this.#lastIsInRun = false;
  }

  /** How many rows that many entries make. */
  rows(positions: number): number {
    return positions - this.#savedThrough(this.#saved.length);
  }

  rowAt(row: number): FoldedRow {
    const runs = countWhile(this.#starts.length, (run) => this.#rowOfRun(run) <= row);
    const last = runs - 1;
    if (runs > 0 && this.#rowOfRun(last) === row) {
      return { position: this.#starts.at(last), count: this.#countOf(last) };
    }
    return { position: row + this.#savedThrough(runs), count: 1 };
  }

  rowOf(position: number): number {
    const runs = countWhile(this.#starts.length, (run) => this.#starts.at(run) <= position);
    const last = runs - 1;
    if (runs > 0 && position < this.#starts.at(last) + this.#countOf(last)) return this.#rowOfRun(last);
    return position - this.#savedThrough(runs);
  }

  #rowOfRun(run: number): number {
    return this.#starts.at(run) - this.#savedThrough(run);
  }

  #countOf(run: number): number {
    return this.#saved.at(run) - this.#savedThrough(run) + 1;
  }

  /** Rows that the first so many runs save. */
  #savedThrough(runs: number): number {
    return runs === 0 ? 0 : this.#saved.at(runs - 1);
  }
}
