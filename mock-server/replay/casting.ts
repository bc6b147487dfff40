/**
 * Which recorded connection a request gets: each is played once, to the first that it fits. Knows what came before, and
 * nothing of what is said afterwards.
 */
import type { RequestHead } from "../../src/model/frame.ts";
import { likeAddress, likeBody } from "../../src/scenario/holes/addresses.ts";
import type { HoleValues } from "../../src/scenario/holes/holes.ts";
import type { RecordedConnection, Replay } from "../../src/scenario/replay.ts";

export type Cast =
  /** `isLast`: no other connection comes after it in the recording. */
  | {
      readonly kind: "play";
      readonly connection: RecordedConnection;
      readonly values: HoleValues;
      readonly isLast: boolean;
    }
  /** All was played, and the ending is that nobody is let in any more. */
  | { readonly kind: "over" }
  /** All was played, and nothing more is said. */
  | { readonly kind: "silence" }
  /** The recording has nothing like it. */
  | { readonly kind: "unknown" };

export interface Asked {
  readonly request: RequestHead;
  readonly body: string;
}

/** Exact: address and body are those that were recorded, but for the holes. */
interface Fit {
  readonly index: number;
  readonly connection: RecordedConnection;
  readonly exact: HoleValues | undefined;
}

const none: HoleValues = new Map();

export class Casting {
  readonly #replay: Replay;
  /** Paths by which clients come instead of the recorded one. */
  readonly #doors: readonly string[];
  readonly #played = new Set<number>();

  constructor(replay: Replay, doors: readonly string[]) {
    this.#replay = replay;
    this.#doors = doors;
  }

  cast(asked: Asked): Cast {
    const fits = this.#fits(asked);
    if (fits.length === 0) return { kind: "unknown" };
    const left = fits.filter(({ index }) => !this.#played.has(index));
    const next = left.find(({ exact }) => exact) ?? left[0];
    if (next) return this.#play(next);
    if (this.#replay.ending === "end") return { kind: "over" };
    if (this.#replay.ending === "loop") {
      for (const { index } of fits) this.#played.delete(index);
      return this.#play(fits.find(({ exact }) => exact) ?? (fits[0] as Fit));
    }
    const last = fits.findLast(({ exact, connection }) => exact || connection.answer?.status === 101);
    return last ? this.#play(last) : { kind: "silence" };
  }

  #play({ index, connection, exact = none }: Fit): Cast {
    this.#played.add(index);
    return { kind: "play", connection, values: exact, isLast: index === this.#replay.connections.length - 1 };
  }

  #fits({ request, body }: Asked): Fit[] {
    return this.#replay.connections.flatMap((connection, index) => {
      if (connection.method !== request.method) return [];
      return [{ index, connection, exact: this.#exact(connection, request, body) }];
    });
  }

  #exact(connection: RecordedConnection, { url }: RequestHead, body: string): HoleValues | undefined {
    const { recorded } = this.#replay;
    const { pathname, search } = new URL(url);
    for (const door of this.#doors) {
      const address = likeAddress(connection.path, pathname + search, door, recorded);
      if (!address) continue;
      if (typeof connection.body !== "string") return address;
      const posted = likeBody(connection.body, body, recorded);
      return posted && new Map([...address, ...posted]);
    }
    return undefined;
  }
}
