/**
 * Tells a poller's first request from those that go on with it: each poll is a client of its own to the mock server, and
 * only to a person the same one all the time.
 */

/** A poller that was silent for so long has gone, and comes anew. */
const goneAfterMs = 90_000;
const mostRemembered = 1_000;

export class Visitors {
  readonly #now: () => number;
  /** When each was here last, the longest silent one first. */
  readonly #lastAt = new Map<string, number>();

  /** `now` in ms since the epoch. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Whether who goes by this name was not here lately. */
  isNew(name: string): boolean {
    const now = this.#now();
    const lastAt = this.#lastAt.get(name);
    this.#lastAt.delete(name);
    this.#lastAt.set(name, now);
    const [oldest] = this.#lastAt.keys();
    if (this.#lastAt.size > mostRemembered && oldest !== undefined) this.#lastAt.delete(oldest);
    return lastAt === undefined || now - lastAt > goneAfterMs;
  }
}
