/**
 * Watches WebSocket connections: how they opened, whether pings are answered, how they ended, and what may have been
 * lost in between. Knows nothing of what the messages mean.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, Direction, Handshake } from "../../model/frame.ts";
import type { Observer, ObserverInput } from "../../model/observer.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { connectionClosed } from "./close-verdicts.ts";
import { judgeHandshake } from "./handshake-watch.ts";
import type { WebSocketMessage } from "./messages.ts";
import { PingWatch } from "./ping-watch.ts";
import * as verdicts from "./verdicts.ts";

/** From here on a message is worth a word; the next one only when it is four times as large. */
export const largeMessageBytes = 1024 * 1024;

interface Connection {
  /** What opens next at the same place goes on where this one left off. */
  readonly place: string;
  /** By who sent them. */
  readonly pings: Readonly<Record<Direction, PingWatch>>;
  /** Rows of the close frames. */
  readonly closeFrames: number[];
  lastAt: number;
  /** Who sent the first close frame. */
  closedFirst: Direction | undefined;
  invalidTextTold: boolean;
}

interface Outage {
  readonly lastAt: number;
  readonly entry: number;
  /** The client ended it itself, so it knew that it would miss something. */
  readonly meant: boolean;
}

/** A recording proxy may see many addresses; those that never come back must not pile up. */
const maxOutages = 1000;

type MessageInput = ObserverInput<WebSocketMessage> & { readonly kind: "message" };

export class WebSocketObserver implements Observer<WebSocketMessage> {
  readonly #connections = new Map<number, Connection>();
  /** Where a place's last connection left off, until the next one opens. */
  readonly #outages = new Map<string, Outage>();
  #reportFromBytes = largeMessageBytes;

  observe(input: ObserverInput<WebSocketMessage>): readonly ObserverEvent[] {
    switch (input.kind) {
      case "message":
        return this.#message(input);
      case "ticked":
        return this.#ticked(input.at);
      case "opened":
        return this.#opened(input.at, input.connection, input.entry, input.handshake);
      case "closed":
        return this.#closed(input.connection, input.entry, input.close);
    }
  }

  #opened(at: number, connection: number, entry: number, handshake: Handshake): readonly ObserverEvent[] {
    const place = placeOf(handshake);
    this.#connections.set(connection, {
      place,
      pings: { sent: new PingWatch("server"), received: new PingWatch("client") },
      closeFrames: [],
      lastAt: at,
      closedFirst: undefined,
      invalidTextTold: false,
    });
    const events = judgeHandshake(handshake, entry);
    const outage = this.#outages.get(place);
    if (outage) {
      this.#outages.delete(place);
      const level = outage.meant ? "note" : "warning";
      events.push(verdicts.blindWindow(level, outage.lastAt, at, [outage.entry, entry]));
    }
    return events;
  }

  #message({ at, connection: number, entry, direction, message }: MessageInput): readonly ObserverEvent[] {
    const connection = this.#connections.get(number);
    if (!connection) return nothing;
    if (direction === "received") connection.lastAt = at;
    switch (message.kind) {
      case "text":
      case "json":
        return this.#sized(message.text.length, entry);
      case "binary":
        return this.#sized(message.bytes.length, entry);
      case "malformed":
        // Once per connection: a browser would have been gone after the first.
        if (connection.invalidTextTold) return nothing;
        connection.invalidTextTold = true;
        return [verdicts.invalidText(direction, message.reason, entry)];
      case "ws_ping":
        connection.pings[direction].pinged(at, entry, message.data);
        return nothing;
      case "ws_pong":
        return listed(connection.pings[opposite(direction)].ponged(at, entry, message.data));
      case "ws_close":
        connection.closeFrames.push(entry);
        connection.closedFirst ??= direction;
        connection.pings.sent.forget();
        connection.pings.received.forget();
        return nothing;
      case "open":
      case "closed":
        return nothing;
    }
  }

  /** Characters stand for bytes where counting them would cost: the limit is a round number anyway. */
  #sized(size: number, entry: number): readonly ObserverEvent[] {
    if (size < this.#reportFromBytes) return nothing;
    this.#reportFromBytes = size * 4;
    return [verdicts.largeMessage(size, entry)];
  }

  #ticked(at: number): readonly ObserverEvent[] {
    let events: readonly ObserverEvent[] = nothing;
    for (const { pings } of this.#connections.values())
      for (const found of [pings.sent.ticked(at), pings.received.ticked(at)]) if (found) events = [...events, found];
    return events;
  }

  #closed(number: number, entry: number, close: Close): readonly ObserverEvent[] {
    const connection = this.#connections.get(number);
    this.#connections.delete(number);
    // What never opened is explained by whoever tried to open it.
    if (close.kind !== "closed") return nothing;
    if (connection) this.#remember(connection, entry);
    return [connectionClosed(close, connection?.closedFirst, [...(connection?.closeFrames ?? []), entry])];
  }

  #remember(connection: Connection, entry: number): void {
    if (this.#outages.size >= maxOutages) this.#outages.clear();
    const meant = connection.closedFirst === "sent";
    this.#outages.set(connection.place, { lastAt: connection.lastAt, entry, meant });
  }
}

/** Address without the query, since tokens change; and the client's name, since a proxy sees several. */
function placeOf({ request }: Handshake): string {
  return `${request.url.replace(/[?#].*$/s, "")} ${headerValue(request.headers, "user-agent") ?? ""}`;
}

function opposite(direction: Direction): Direction {
  return direction === "sent" ? "received" : "sent";
}

function listed(event: ObserverEvent | undefined): readonly ObserverEvent[] {
  return event ? [event] : nothing;
}
