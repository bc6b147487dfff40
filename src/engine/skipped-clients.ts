/** How many clients of the mock server are not recorded because too many were connected, and when that is said again. */
import type { ObserverEvent } from "../model/event.ts";

const toldEveryMs = 60_000;

export class SkippedClients {
  readonly #limit: number;
  #count = 0;
  #tellAgainAt = 0;

  /** `limit`: how many are recorded at a time. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** One more. Returns what to say; said when it begins, and again while it goes on. */
  skipped(at: number): ObserverEvent | undefined {
    this.#count += 1;
    if (at < this.#tellAgainAt) return undefined;
    this.#tellAgainAt = at + toldEveryMs;
    return clientsNotRecorded(this.#count, this.#limit);
  }

  /** For the session's line; undefined while all are recorded. */
  words(): string | undefined {
    if (this.#count === 0) return undefined;
    return `${this.#count} client${this.#count === 1 ? " was" : "s were"} not recorded: at most ${this.#limit} are at a time`;
  }
}

function clientsNotRecorded(count: number, limit: number): ObserverEvent {
  const clients = count === 1 ? "a client is" : `${count} clients are`;
  return {
    kind: "clientsNotRecorded",
    level: "note",
    title: `${clients} not recorded: ${limit} are connected already`,
    explanation:
      `The mock server's timeline records ${limit} clients at a time, those that came first, so that a broadcast to ` +
      "thousands does not wait for its record. The others are served like any client; what faults do to them is told here.",
    measures: { clients: count },
  };
}
