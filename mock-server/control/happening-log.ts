/**
 * Writes down what clients do, bounded: the oldest goes first, and is counted. Knows nothing of who reads it.
 */
import type { Happening } from "../../src/model/happening.ts";
import type { HappeningList, NotedHappening } from "./noted-happening.ts";

/** Kept at most; and characters of what clients asked for and said, as JSON text. */
const mostKept = 5_000;
const mostCharacters = 16 * 1024 * 1024;

export interface Doer {
  readonly id: number;
  readonly door: string;
  readonly protocol: { readonly id: string };
}

interface Kept {
  readonly noted: Omit<NotedHappening, "request">;
  /** As JSON text: as objects, the heads of thousands of clients would take four times the memory. */
  readonly request: string | undefined;
  readonly characters: number;
}

export class HappeningLog {
  readonly #now: () => number;
  readonly #listeners = new Set<(noted: NotedHappening) => void>();
  #kept: Kept[] = [];
  #characters = 0;
  #last = 0;
  /** The newest that is not kept any more, since the last `clear`. */
  #lostUpTo = 0;
  #clearedAt = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  add({ id, door, protocol }: Doer, happening: Happening): void {
    this.#last += 1;
    const doer = { number: this.#last, at: this.#now(), client: id, door, protocol: protocol.id };
    const noted: NotedHappening = { ...doer, ...happening };
    const request = happening.on === "connect" ? JSON.stringify(happening.request) : undefined;
    const said = happening.on === "command" ? (JSON.stringify(happening.data)?.length ?? 0) : 0;
    const characters = said + (request?.length ?? 0);
    this.#kept.push({ noted: request === undefined ? noted : { ...doer, on: "connect" }, request, characters });
    this.#characters += characters;
    while (this.#kept.length > mostKept || (this.#characters > mostCharacters && this.#kept.length > 1)) this.#lose();
    for (const listener of [...this.#listeners]) listener(noted);
  }

  /** Those with a larger number than `after`, oldest first, at most `most`. */
  list(after: number, most: number): HappeningList {
    const happenings = this.since(after).slice(0, most);
    const lost = Math.max(0, this.#lostUpTo - Math.max(after, this.#clearedAt));
    return { happenings, last: this.#last, lost };
  }

  since(after: number): readonly NotedHappening[] {
    const first = this.#kept[0]?.noted.number ?? 0;
    return this.#kept.slice(Math.max(0, after + 1 - first)).map(whole);
  }

  /** Until the function that comes back is called. */
  onAdded(listener: (noted: NotedHappening) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets all; the numbers go on, so that no one takes the next for one that was before. */
  clear(): void {
    this.#kept = [];
    this.#characters = 0;
    this.#clearedAt = this.#last;
  }

  #lose(): void {
    const oldest = this.#kept.shift();
    this.#characters -= oldest?.characters ?? 0;
    this.#lostUpTo = oldest?.noted.number ?? this.#lostUpTo;
  }
}

function whole({ noted, request }: Kept): NotedHappening {
  return request === undefined ? noted : { ...noted, request: JSON.parse(request) };
}
