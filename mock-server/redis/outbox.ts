/**
 * What this mock server wants in the shared log, in order, until it has come back from there: so nothing is lost when Redis
 * is, and nothing is written twice. Bounded. Knows no Redis: it is given what writes.
 */
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import type { Published } from "../hub.ts";

/** As many as message_bus keeps while its Redis takes no writes. */
const maxHeld = 1_000;
const maxCharacters = 8 * 1024 * 1024;

export interface Wish {
  readonly topic: string;
  readonly data: unknown;
  /** The data as JSON text. */
  readonly json: string;
  /** The source that it was heard from; undefined when it is the mock's own. */
  readonly heard?: string | undefined;
}

export interface HeldWish extends Wish {
  /** Counts from 1. */
  readonly n: number;
}

/** `unsure`: the writer may or may not have done it, and will be asked again. `elsewhere`: somebody else does it. */
export type Outcome = "written" | "unsure" | "elsewhere" | { readonly refusedBecause: string };

interface Held {
  readonly wish: HeldWish;
  readonly resolve: (published: Published) => void;
  readonly reject: (error: Error) => void;
  isSent: boolean;
}

const elsewhere = "brought-in-elsewhere";

/** Nothing is lost by it: somebody else does it. */
export function isElsewhere(error: unknown): boolean {
  return error instanceof MisuseError && error.code === elsewhere;
}

export class Outbox {
  readonly #held = new Map<number, Held>();
  #lastN = 0;
  #characters = 0;

  get size(): number {
    return this.#held.size;
  }

  /** Throws `MisuseError` (`too-much-held`). The promise rejects when Redis refuses it. */
  put(wish: Wish): Promise<Published> {
    if (this.#held.size >= maxHeld || this.#characters + wish.json.length > maxCharacters) {
      throw new MisuseError(
        "too-much-held",
        `${this.#held.size} publications wait for Redis already; this one, on ${wish.topic}, is refused.`,
      );
    }
    this.#lastN += 1;
    this.#characters += wish.json.length;
    const n = this.#lastN;
    return new Promise((resolve, reject) => {
      this.#held.set(n, { wish: { ...wish, n }, resolve, reject, isSent: false });
    });
  }

  /** Hands all that waits to `write`, in order and without waiting for one before the next. */
  send(write: (wish: HeldWish) => Promise<Outcome>): void {
    for (const held of this.#held.values()) {
      if (held.isSent) continue;
      held.isSent = true;
      write(held.wish).then((outcome) => this.#wrote(held, outcome));
    }
  }

  /** The way to the log was new made: what has not come back has to be written again. */
  sendAgain(): void {
    for (const held of this.#held.values()) held.isSent = false;
  }

  /** It has come back from the log, and is published now: with the very data that was wished. */
  cameBack(n: number, publish: (wish: HeldWish | undefined) => Published | undefined): void {
    const held = this.#held.get(n);
    if (held) this.#remove(held);
    const published = publish(held?.wish);
    if (published) held?.resolve(published);
  }

  /** Whoever waits is told that it will never be. Returns how many there were. */
  giveUp(reason: string): number {
    const count = this.#held.size;
    for (const held of [...this.#held.values()]) {
      this.#remove(held);
      held.reject(new MisuseError("redis-lost", reason));
    }
    return count;
  }

  #wrote(held: Held, outcome: Outcome): void {
    if (outcome === "written" || outcome === "unsure" || !this.#held.has(held.wish.n)) return;
    this.#remove(held);
    held.reject(
      outcome === "elsewhere"
        ? new MisuseError(elsewhere, "Another mock server brings it in.")
        : new MisuseError("redis-refuses", outcome.refusedBecause),
    );
  }

  #remove({ wish }: Held): void {
    if (this.#held.delete(wish.n)) this.#characters -= wish.json.length;
  }
}
