/**
 * Folds entries into rows: runs of heartbeats into one each, and what belongs to one cycle of polling into one that shows
 * its reply. Works on positions in a list of entries, whatever list it is; knows no entries. Only rows that stand for two
 * or more are kept, so a capture with nothing to fold costs nothing.
 */
import type { Bond } from "../model/capture.ts";
import { countWhile, NumberList } from "./number-list.ts";

export interface FoldedRow {
  /** Of the row's first entry. */
  readonly position: number;
  /** Entries that the row stands for, from 1. */
  readonly count: number;
  /** Of the entry that the row shows: its first, but for a cycle. */
  readonly face: number;
}

export interface Foldable {
  readonly heartbeat: boolean;
  /** Only where the entry before it in the capture is the position before it in the list. */
  readonly bond?: Bond | undefined;
}

export class Folds {
  /** Position at which each folded row begins. */
  readonly #starts = new NumberList();
  /** How many rows all folded rows up to and with this one save. */
  readonly #saved = new NumberList();
  /** From a folded row's first entry to the one that it shows. */
  readonly #faces = new NumberList();
  /** The last position that was added; what lies between those that were added folds with nothing. */
  #last = -2;
  /** Where the newest unit begins: an entry with those that are bound to it. */
  #unit = -2;
  #unitIsHeartbeat = false;

  /** Positions come in rising order; those that are left out are neither heartbeats nor bound to the one before. */
  add(position: number, { heartbeat, bond }: Foldable): void {
    if (position !== this.#last + 1) {
      this.#unit = position - 1;
      this.#unitIsHeartbeat = false;
    }
    this.#last = position;
    if (bond === "part" && position > 0) {
      this.#grow(position - 1);
      return;
    }
    if (bond === "face" && position > 0) {
      this.#take(position);
      return;
    }
    if (heartbeat && this.#unitIsHeartbeat) this.#grow(position - 1);
    this.#unit = position;
    this.#unitIsHeartbeat = heartbeat;
  }

  /**
   * Positions before this one are gone: the others count from it. Returns how many rows went, the one that it cuts not
   * among them.
   */
  dropBefore(position: number): number {
    const rows = this.rowOf(position);
    const folds = countWhile(this.#starts.length, (fold) => this.#starts.at(fold) + this.#countOf(fold) <= position);
    // A row that begins before and ends behind keeps what is left of it.
    const isCut = folds < this.#starts.length && this.#starts.at(folds) < position;
    const cut = isCut ? position - this.#starts.at(folds) : 0;
    const face = isCut ? Math.max(0, this.#faces.at(folds) - cut) : 0;
    this.#saved.dropFirst(folds, this.#savedThrough(folds) + cut);
    this.#faces.dropFirst(folds, 0);
    this.#starts.dropFirst(folds, position);
    if (isCut) {
      this.#starts.set(0, 0);
      this.#faces.set(0, face);
    }
    const isUnitLeft = this.#last >= position;
    this.#last = isUnitLeft ? this.#last - position : -2;
    this.#unit = isUnitLeft ? Math.max(0, this.#unit - position) : -2;
    this.#unitIsHeartbeat &&= isUnitLeft;
    return rows;
  }

  clear(): void {
    this.#starts.clear();
    this.#saved.clear();
    this.#faces.clear();
    this.#last = -2;
    this.#unit = -2;
    this.#unitIsHeartbeat = false;
  }

  /** How many rows that many entries make. */
  rows(positions: number): number {
    return positions - this.#savedThrough(this.#saved.length);
  }

  rowAt(row: number): FoldedRow {
    const folds = countWhile(this.#starts.length, (fold) => this.#rowOfFold(fold) <= row);
    const last = folds - 1;
    if (folds > 0 && this.#rowOfFold(last) === row) {
      const position = this.#starts.at(last);
      return { position, count: this.#countOf(last), face: position + this.#faces.at(last) };
    }
    const position = row + this.#savedThrough(folds);
    return { position, count: 1, face: position };
  }

  rowOf(position: number): number {
    const folds = countWhile(this.#starts.length, (fold) => this.#starts.at(fold) <= position);
    const last = folds - 1;
    if (folds > 0 && position < this.#starts.at(last) + this.#countOf(last)) return this.#rowOfFold(last);
    return position - this.#savedThrough(folds);
  }

  /** The row that ends with `end` takes one position more. */
  #grow(end: number): void {
    if (!this.#endsAt(end)) this.#push(end, 0, 0);
    this.#saved.setLast(this.#saved.at(this.#saved.length - 1) + 1);
  }

  /** The newest unit becomes a row of its own with this position as its face, out of a run of heartbeats if need be. */
  #take(face: number): void {
    const start = this.#unit;
    const length = face - start;
    if (this.#endsAt(face - 1)) {
      if (this.#starts.at(this.#starts.length - 1) < start) this.#shrink(length);
      else this.#pop();
    }
    this.#push(start, length, length);
    this.#unitIsHeartbeat = false;
  }

  #shrink(by: number): void {
    const last = this.#starts.length - 1;
    if (this.#countOf(last) - by > 1) this.#saved.setLast(this.#saved.at(last) - by);
    else this.#pop();
  }

  #push(start: number, face: number, saves: number): void {
    this.#starts.push(start);
    this.#faces.push(face);
    this.#saved.push(this.#savedThrough(this.#saved.length) + saves);
  }

  #pop(): void {
    this.#starts.pop();
    this.#faces.pop();
    this.#saved.pop();
  }

  #endsAt(position: number): boolean {
    const last = this.#starts.length - 1;
    return last >= 0 && this.#starts.at(last) + this.#countOf(last) - 1 === position;
  }

  #rowOfFold(fold: number): number {
    return this.#starts.at(fold) - this.#savedThrough(fold);
  }

  #countOf(fold: number): number {
    return this.#saved.at(fold) - this.#savedThrough(fold) + 1;
  }

  /** Rows that the first so many folded rows save. */
  #savedThrough(folds: number): number {
    return folds === 0 ? 0 : this.#saved.at(folds - 1);
  }
}
