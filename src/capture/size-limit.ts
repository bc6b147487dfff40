/**
 * Keeps a capture that is being recorded below a size: its oldest entries go, with the frames that only they came from.
 * The pages that become free are used again, so the file stays as large as it is. Works in small steps, between two
 * transactions; knows nothing of what is written there.
 */
import type { Database, Statement } from "./database.ts";

/** Entries that go in one step, at least. */
const smallestStep = 1_000;
/** A step takes twice as many as came since the step before, so that it also catches up. */
const catchUp = 2;
/** Share of the limit that is made free once it is reached: so that not every commit has something to delete. */
const slackShare = 0.02;
/** Frames of one entry may be older than those of the entries before it, by so many entries or less. */
const disorder = 1_000;

export class SizeLimit {
  readonly #limitBytes: () => number;
  readonly #pageBytes: number;
  readonly #usedPages: Statement;
  readonly #firstFrame: Statement;
  readonly #deletes: readonly Statement[];
  readonly #deleteFrames: Statement;
  #isOver = false;

  /** `limitBytes` is asked each time: it may change while the capture grows. */
  constructor(database: Database, limitBytes: () => number) {
    this.#limitBytes = limitBytes;
    this.#pageBytes = Number(Object.values(database.prepare("PRAGMA page_size").get() ?? {})[0]);
    this.#usedPages = database.prepare(
      "SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count) AS pages",
    );
    this.#firstFrame = database.prepare(
      "SELECT min(first_frame) AS id FROM entries WHERE seq BETWEEN ? AND ? AND first_frame > 0",
    );
    this.#deletes = ["entries", "bodies"].map((table) => database.prepare(`DELETE FROM ${table} WHERE seq < ?`));
    this.#deleteFrames = database.prepare("DELETE FROM frames WHERE id < ?");
  }

  /**
   * To be called within a transaction. `cameSince` counts the entries that came since the last call. Returns the number of
   * the entry that is now the oldest; `firstSeq` when nothing had to go.
   */
  keep(firstSeq: number, lastSeq: number, cameSince: number): number {
    const usedBytes = Number(this.#usedPages.get()?.pages ?? 0) * this.#pageBytes;
    const limitBytes = this.#limitBytes();
    if (usedBytes > limitBytes) this.#isOver = true;
    else if (usedBytes <= limitBytes * (1 - slackShare)) this.#isOver = false;
    if (!this.#isOver) return firstSeq;
    // Something always stays, however small the limit is.
    const until = Math.min(firstSeq + Math.max(smallestStep, cameSince * catchUp), lastSeq);
    if (until <= firstSeq) return firstSeq;
    const frame = this.#firstFrame.get(until, until + disorder)?.id;
    for (const statement of this.#deletes) statement.run(until);
    if (frame !== null && frame !== undefined) this.#deleteFrames.run(Number(frame));
    return until;
  }
}
