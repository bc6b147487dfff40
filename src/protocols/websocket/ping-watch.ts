/** Watches the pings of one side of a connection for their pongs. Knows no other frames. */
import type { ObserverEvent } from "../../model/event.ts";
import { pongLate, pongMissing } from "./verdicts.ts";

/** RFC 6455 names no time; 10 s is half of what common servers give their clients. */
export const pongWithinMs = 10_000;

interface Ping {
  readonly at: number;
  readonly entry: number;
  readonly data: string;
}

/** A peer that pings without end and is never answered must not fill our memory. */
const maxWaiting = 64;

export class PingWatch {
  readonly #answeredBy: "server" | "client";
  /** Oldest first. */
  #waiting: Ping[] = [];
  /** Told once, until an answer comes. */
  #isTold = false;

  constructor(answeredBy: "server" | "client") {
    this.#answeredBy = answeredBy;
  }

  pinged(at: number, entry: number, data: string): void {
    if (this.#waiting.length < maxWaiting) this.#waiting.push({ at, entry, data });
  }

  /** A pong answers its ping and, since a peer may skip some, all older ones (RFC 6455 section 5.5.3). */
  ponged(at: number, entry: number, data: string): ObserverEvent | undefined {
    const index = this.#waiting.findLastIndex((ping) => ping.data === data);
    const ping = this.#waiting[index];
    if (!ping) return undefined;
    this.#waiting = this.#waiting.slice(index + 1);
    if (!this.#isTold) return undefined;
    this.#isTold = false;
    return pongLate(ping.at, at, [ping.entry, entry]);
  }

  ticked(at: number): ObserverEvent | undefined {
    const oldest = this.#waiting[0];
    if (!oldest || this.#isTold || at - oldest.at < pongWithinMs) return undefined;
    this.#isTold = true;
    return pongMissing(this.#answeredBy, oldest.at, at, oldest.entry);
  }

  /** Who is closing owes no pongs. */
  forget(): void {
    this.#waiting = [];
  }
}
