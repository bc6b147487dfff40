/** Pairs the client's WebSocket pings with their pongs. Knows no other rows. */

interface Ping {
  readonly at: number;
  readonly data: string;
}

/** A peer that never answers must not fill our memory. */
const maxWaiting = 64;
const maxConnections = 1_000;

export class RoundTrips {
  readonly #waiting = new Map<number, Ping[]>();

  pinged(connection: number, at: number, data: string): void {
    const waiting = this.#waiting.get(connection) ?? [];
    if (waiting.length < maxWaiting) waiting.push({ at, data });
    if (this.#waiting.size < maxConnections) this.#waiting.set(connection, waiting);
  }

  /** ms since the ping that it answers, and with it all older ones (RFC 6455 section 5.5.3); undefined if it answers none. */
  ponged(connection: number, at: number, data: string): number | undefined {
    const waiting = this.#waiting.get(connection) ?? [];
    const index = waiting.findLastIndex((ping) => ping.data === data);
    const ping = waiting[index];
    if (!ping) return undefined;
    waiting.splice(0, index + 1);
    return at - ping.at;
  }

  closed(connection: number): void {
    this.#waiting.delete(connection);
  }

  clear(): void {
    this.#waiting.clear();
  }
}
