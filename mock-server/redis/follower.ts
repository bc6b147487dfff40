/**
 * Puts the entries of the shared log in their one order, whether they are told as they come or read afterwards, and hands
 * each on once. Knows no Redis: it is given what reads.
 */
import type { LogEntry } from "./log-entry.ts";

const pageEntries = 500;

export interface FollowerOptions {
  readonly apply: (entry: LogEntry) => void;
  /** So many entries are not in the log any more, and can be had nowhere. */
  readonly missed: (count: number) => void;
  /** Reads from that `seq` on, oldest first; rejects when it cannot be read. */
  readonly read: (from: number, count: number) => Promise<readonly LogEntry[]>;
}

export class LogFollower {
  readonly #options: FollowerOptions;
  #life = "";
  #seq = 0;
  /** The newest that was told of. */
  #toldSeq = 0;
  #reading: Promise<void> | undefined;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  get life(): string {
    return this.#life;
  }

  /** All up to this one were handed on. */
  get seq(): number {
    return this.#seq;
  }

  /** True when it is another history than before, of which nothing was handed on yet. */
  enter(life: string): boolean {
    if (life === this.#life) return false;
    this.#life = life;
    this.#seq = 0;
    this.#toldSeq = 0;
    return true;
  }

  told(entry: LogEntry): void {
    if (entry.life !== this.#life || entry.seq <= this.#seq) return;
    this.#toldSeq = Math.max(this.#toldSeq, entry.seq);
    if (this.#reading === undefined && entry.seq === this.#seq + 1) this.#hand(entry);
    // Whoever reads is told if it cannot be done; whoever tells need not know.
    else this.readUpTo(entry.seq).catch(() => {});
  }

  /** Resolves when all up to there was handed on. Rejects when it cannot be read. */
  async readUpTo(seq: number): Promise<void> {
    this.#toldSeq = Math.max(this.#toldSeq, seq);
    if (this.#toldSeq <= this.#seq) return;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  async #read(): Promise<void> {
    const life = this.#life;
    while (this.#seq < this.#toldSeq && life === this.#life) {
      // More may be told of while this is read, and then comes with the next reading.
      const upTo = this.#toldSeq;
      const entries = await this.#options.read(this.#seq + 1, pageEntries);
      if (life !== this.#life) return;
      for (const entry of entries) if (entry.life === life && entry.seq > this.#seq) this.#hand(entry);
      // Trimmed, or put out of the way by hand: there is nothing to wait for.
      if (entries.length < pageEntries && this.#seq < upTo) this.#skipTo(upTo);
    }
  }

  #hand(entry: LogEntry): void {
    if (entry.seq > this.#seq + 1) this.#skipTo(entry.seq - 1);
    this.#seq = entry.seq;
    this.#options.apply(entry);
  }

  #skipTo(seq: number): void {
    // Whoever comes to a log whose beginning is trimmed has missed nothing that was told to it.
    if (this.#seq > 0) this.#options.missed(seq - this.#seq);
    this.#seq = seq;
  }
}
