/**
 * Watches WebSocket connections: how they opened, whether pings are answered, how they ended, and what may have been
 * lost in between. Knows nothing of what the messages mean.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close, Direction, Handshake } from "../../model/frame.ts";
import type { TransportMessage } from "../../model/message.ts";
import type { Observer, ObserverInput } from "../../model/observer.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { connectionClosed } from "./close-verdicts.ts";
import type { WebSocketMessage } from "./messages.ts";
import * as verdicts from "./verdicts.ts";

/** RFC 6455 names no time; 10 s is half of what common servers give their clients. */
export const pongWithinMs = 10_000;
/** From here on a message is worth a word; the next one only when it is four times as large. */
export const largeMessageBytes = 1024 * 1024;

interface Ping {
  readonly at: number;
  readonly entry: number;
  /** Of the ping itself. */
  readonly direction: Direction;
  readonly data: string;
  reported: boolean;
}

interface Connection {
  /** What opens next at the same place goes on where this one left off. */
  readonly place: string;
  lastAt: number;
  /** Unanswered ones, oldest first. */
  pings: Ping[];
  /** Rows of the close frames. */
  closeFrames: number[];
  /** Who sent the first close frame. */
  closedFirst: Direction | undefined;
}

interface Outage {
  readonly lastAt: number;
  readonly entry: number;
  /** The client ended it itself, so it knew that it would miss something. */
  readonly meant: boolean;
}

const maxPings = 64;
/** A recording proxy may see many addresses; those that never come back must not pile up. */
const maxOutages = 1000;

export class WebSocketObserver implements Observer<WebSocketMessage> {
  readonly #connections = new Map<number, Connection>();
  /** Where a place's last connection left off, until the next one opens. */
  readonly #outages = new Map<string, Outage>();
  #reportFromBytes = largeMessageBytes;
  #invalidTextAt: number | undefined;

  observe(input: ObserverInput<WebSocketMessage>): readonly ObserverEvent[] {
    switch (input.kind) {
      case "message":
        return this.#message(input.at, input.connection, input.entry, input.direction, input.message);
      case "ticked":
        return this.#connections.size === 0 ? nothing : this.#ticked(input.at);
      case "opened":
        return this.#opened(input.at, input.connection, input.entry, input.handshake);
      case "closed":
        return this.#closed(input.connection, input.entry, input.close);
    }
  }

  #opened(at: number, connection: number, entry: number, handshake: Handshake): readonly ObserverEvent[] {
    const place = placeOf(handshake);
    this.#connections.set(connection, { place, lastAt: at, pings: [], closeFrames: [], closedFirst: undefined });
    const events = judgeHandshake(handshake, entry);
    const outage = this.#outages.get(place);
    if (outage) {
      this.#outages.delete(place);
      const level = outage.meant ? "note" : "warning";
      events.push(verdicts.blindWindow(level, outage.lastAt, at, [outage.entry, entry]));
    }
    return events;
  }

  #message(
    at: number,
    number: number,
    entry: number,
    direction: Direction,
    message: WebSocketMessage | TransportMessage,
  ): readonly ObserverEvent[] {
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
        return this.#invalidText(number, direction, message.reason, entry);
      case "ws_ping":
        if (connection.pings.length < maxPings)
          connection.pings.push({ at, entry, direction, data: message.data, reported: false });
        return nothing;
      case "ws_pong":
        return answered(connection, at, entry, direction, message.data);
      case "ws_close":
        connection.closeFrames.push(entry);
        connection.closedFirst ??= direction;
        connection.pings = [];
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

  /** Once per connection: a browser would have been gone after the first. */
  #invalidText(connection: number, direction: Direction, reason: string, entry: number): readonly ObserverEvent[] {
    if (this.#invalidTextAt === connection) return nothing;
    this.#invalidTextAt = connection;
    return [verdicts.invalidText(direction, reason, entry)];
  }

  #ticked(at: number): readonly ObserverEvent[] {
    let events: ObserverEvent[] | undefined;
    for (const connection of this.#connections.values()) {
      const ping = connection.pings[0];
      if (!ping || ping.reported || at - ping.at < pongWithinMs) continue;
      ping.reported = true;
      events ??= [];
      events.push(verdicts.pongMissing(ping.direction === "sent" ? "server" : "client", at - ping.at, ping.entry));
    }
    return events ?? nothing;
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

function judgeHandshake(handshake: Handshake, entry: number): ObserverEvent[] {
  const { offered, subprotocol, redirects, request } = handshake;
  const events: ObserverEvent[] = [];
  if (redirects && redirects.length > 0) events.push(verdicts.redirected(redirects, request.url, entry));
  if (subprotocol === undefined && offered.length > 0) events.push(verdicts.subprotocolNotChosen(offered, entry));
  if (subprotocol !== undefined && !offered.includes(subprotocol))
    events.push(verdicts.subprotocolNotOffered(subprotocol, offered, entry));
  const asked = extensionNames(headerValue(request.headers, "sec-websocket-extensions"));
  for (const name of extensionNames(handshake.extensions))
    if (!asked.includes(name)) events.push(verdicts.extensionNotOffered(name, entry));
  return events;
}

/** Address without the query, since tokens change; and the client's name, since a proxy sees several. */
function placeOf({ request }: Handshake): string {
  return `${request.url.replace(/[?#].*$/s, "")} ${headerValue(request.headers, "user-agent") ?? ""}`;
}

/** Without their parameters (RFC 6455 section 9.1). */
function extensionNames(header: string | undefined): readonly string[] {
  if (!header) return nothing;
  return header
    .split(",")
    .map((extension) => extension.split(";")[0]?.trim().toLowerCase() ?? "")
    .filter((name) => name !== "");
}

/** A pong answers its ping and, since a peer may skip some, all older ones (RFC 6455 section 5.5.3). */
function answered(
  connection: Connection,
  at: number,
  entry: number,
  direction: Direction,
  data: string,
): readonly ObserverEvent[] {
  const index = connection.pings.findLastIndex((ping) => ping.direction !== direction && ping.data === data);
  if (index === -1) return nothing;
  const ping = connection.pings[index];
  const late = connection.pings.slice(0, index + 1).some((older) => older.reported);
  connection.pings = connection.pings.filter((other, position) => position > index || other.direction === direction);
  return late && ping ? [verdicts.pongLate(at - ping.at, [ping.entry, entry])] : nothing;
}
