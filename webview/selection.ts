/**
 * Which entry is selected, by its number so that it stays when rows move, and its details. Asks for one entry at a time:
 * a held arrow key must not queue up questions.
 */
import type { EntryDetails } from "../src/bridge/rows.ts";
import type { TimelineHost } from "../src/bridge/timeline-api.ts";

export class Selection {
  seq: number | undefined;
  /** Index of the row in the view, as far as is known. */
  index: number | undefined;
  open = false;
  /** Of the selected entry or, until they are here, of the one before. */
  details: EntryDetails | undefined;
  failure: string | undefined;
  readonly #host: Pick<TimelineHost, "details">;
  readonly #changed: () => void;
  #asking = false;

  constructor(host: Pick<TimelineHost, "details">, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** `index` is -1 where the view has no rows. */
  select(seq: number, index: number): void {
    this.index = index < 0 ? undefined : index;
    this.open = true;
    if (seq === this.seq && this.details?.row.seq === seq) return;
    this.seq = seq;
    void this.#ask();
  }

  /** Selects what is meant, whether its details are shown or not. */
  point(seq: number, index: number): void {
    const { open } = this;
    this.select(seq, index);
    this.open = open;
    this.#changed();
  }

  /** So many rows went at the front of the list. */
  shift(rows: number): void {
    if (rows === 0 || this.index === undefined) return;
    this.index = this.index < rows ? undefined : this.index - rows;
  }

  close(): void {
    this.open = false;
    this.#changed();
  }

  reopen(): void {
    this.open = this.seq !== undefined;
    this.#changed();
  }

  clear(): void {
    this.seq = undefined;
    this.index = undefined;
    this.details = undefined;
    this.failure = undefined;
    this.open = false;
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    let asked: number | undefined;
    while (this.seq !== undefined && this.seq !== asked) {
      asked = this.seq;
      await this.#load(asked);
    }
    this.#asking = false;
  }

  async #load(seq: number): Promise<void> {
    try {
      const details = await this.#host.details(seq);
      if (this.seq === undefined) return;
      this.details = details;
      this.failure = undefined;
    } catch (error) {
      if (this.seq !== seq) return;
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.#changed();
  }
}
