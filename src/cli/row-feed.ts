/**
 * Turns a view of a live capture into a stream of rows, each once and in order. Asks for the next rows only when the
 * last ones have been dealt with, so that a slow reader holds up nobody but itself.
 */
import type { EngineApi } from "../bridge/engine-api.ts";
import type { Row, ViewOptions, ViewState } from "../bridge/rows.ts";

const rowsAtOnce = 500;

export class RowFeed {
  readonly #api: EngineApi;
  readonly #session: string;
  #state: ViewState | undefined;
  /** Entries that the capture had when the session ended; undefined while it goes on. */
  #finalEntries: number | undefined;
  #over = false;
  #wake: (() => void) | undefined;

  constructor(api: EngineApi, session: string) {
    this.#api = api;
    this.#session = session;
  }

  /** To be told what the engine says of its views; those of others are ignored. */
  viewChanged(state: ViewState): void {
    if (state.view !== this.#state?.view) return;
    this.#state = state;
    this.#notify();
  }

  /** No more entries will come: end once these have been read. */
  finish(entries: number): void {
    this.#finalEntries = entries;
    this.#notify();
  }

  /** End now. */
  abandon(): void {
    this.#over = true;
    this.#notify();
  }

  /** Rows in batches. Call it once. Throws with a sentence when the search is given up. */
  async *batches(options: ViewOptions): AsyncGenerator<readonly Row[]> {
    let state = await this.#api.openView(this.#session, options);
    this.#state = state;
    // Counts on, whatever goes at the front: an index is a place in the rows that are there at that moment.
    for (let next = 0; !this.#over; ) {
      const from = Math.max(0, next - state.firstRow);
      if (from < state.rows) {
        const window = await this.#api.rows(state.view, from, Math.min(rowsAtOnce, state.rows - from));
        const rows = window.rows.slice(Math.max(0, next - window.firstRow - from));
        // More went meanwhile: what was asked for lies further in front now.
        if (window.firstRow + from > Math.max(next, window.firstRow)) {
          state = { ...state, firstRow: window.firstRow };
          continue;
        }
        next = window.firstRow + from + window.rows.length;
        yield rows;
      } else if (state.failure !== undefined) {
        throw new Error(state.failure);
      } else if (this.#isComplete(state)) {
        return;
      } else if (state === this.#state) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      state = this.#state ?? state;
    }
  }

  #isComplete(state: ViewState): boolean {
    return this.#finalEntries !== undefined && state.entries >= this.#finalEntries && state.scanned >= state.entries;
  }

  #notify(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
