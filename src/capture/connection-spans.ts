/**
 * When connections were opening and open, from the rows that frame them. Exchanges of polling follow each other for ever:
 * as long as they go well they are one stretch, from the first opening to the first failure.
 */
import type { OverviewSpan } from "../bridge/overview.ts";
import type { Remarkable } from "./overview-reader.ts";
import { SpanList } from "./span-list.ts";

type End = (toAt: number, lastSeq: number) => void;

export class ConnectionSpans {
  readonly #opening = new SpanList("opening");
  readonly #open = new SpanList("open");
  /** By connection. */
  readonly #ends = new Map<number, End>();
  /** The newest exchange that was routine, and so has no end of its own here. */
  #routine = 0;

  /** Exchanges up to this connection went as usual. */
  routine(connection: number): void {
    this.#routine = Math.max(this.#routine, connection);
  }

  opened({ at, seq, connection, frameAt }: Remarkable): void {
    if (frameAt !== undefined && frameAt < at) this.#opening.add(frameAt, at, seq, seq);
    this.#ends.set(connection, this.#open.begin(at, seq));
  }

  closed({ at, seq, connection, frameAt }: Remarkable): void {
    const end = this.#ends.get(connection);
    if (end) {
      this.#ends.delete(connection);
      end(at, seq);
      return;
    }
    if (frameAt !== undefined && frameAt < at) this.#opening.add(frameAt, at, seq, seq);
    if (this.#routine > 0) this.#endAll(at, seq);
  }

  dropBefore(at: number): void {
    this.#opening.dropBefore(at);
    this.#open.dropBefore(at);
  }

  clear(): void {
    this.#opening.clear();
    this.#open.clear();
    this.#ends.clear();
    this.#routine = 0;
  }

  list(): readonly OverviewSpan[] {
    return [...this.#opening.list(), ...this.#open.list()];
  }

  #endAll(at: number, seq: number): void {
    for (const end of this.#ends.values()) end(at, seq);
    this.#ends.clear();
  }
}
