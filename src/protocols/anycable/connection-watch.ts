/**
 * Watches one connection: hands to Action Cable's observer what it understands, in its words, and the rest to those who
 * follow positions and history.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { Handshake } from "../../model/frame.ts";
import type { TransportMessage } from "../../model/message.ts";
import type { ObserverInput } from "../../model/observer.ts";
import { type ActionCableMessage, supportedSubprotocol } from "../action-cable/messages.ts";
import type { ActionCableObserver } from "../action-cable/observer.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { readUrl } from "../kit/url.ts";
import { isUndecodable } from "./encoding.ts";
import type { HistoryWatch } from "./history-watch.ts";
import type { AnyCableData, AnyCableMessage, AnyCableWelcome } from "./messages.ts";
import type { PositionWatch } from "./position-watch.ts";
import * as verdicts from "./session-verdicts.ts";
import { baseJson, type Dialect, dialectOf, subprotocols, tokenPrefix } from "./subprotocols.ts";
import { readToken } from "./token.ts";

const presenceWithinMs = 3000;
/** Action Cable's observer calls a connection stale after so many seconds. */
const staleAfterSeconds = 6;
/** Ignored commands that are told of, at most. */
const maxIgnored = 100;

type MessageInput = ObserverInput<AnyCableMessage> & { readonly kind: "message" };
type PlainInput = ObserverInput<ActionCableMessage> & { readonly kind: "message" };
type Opened = ObserverInput<AnyCableMessage> & { readonly kind: "opened" };
type Closed = ObserverInput<AnyCableMessage> & { readonly kind: "closed" };

export interface Watches {
  readonly plain: ActionCableObserver;
  readonly positions: PositionWatch;
  readonly history: HistoryWatch;
}

export class ConnectionWatch {
  readonly connection: number;
  private readonly watches: Watches;
  private dialect: Dialect = baseJson;
  /** The address asked for pings more rarely than clients call stale, or for none. */
  private pingsRarely = false;
  private asksRestore = false;
  private readonly confirmed = new Set<string>();
  /** Unsubscribed before they were confirmed. */
  private readonly abandoned = new Set<string>();
  private readonly asksPresence = new Map<string, { readonly at: number; readonly entry: number }>();
  private readonly ignored = new Set<string>();
  private pings = 0;
  private pongs = 0;
  private heardAt = 0;
  private partedBecause: string | undefined;
  /** A recording may begin in the middle: then nothing is known of what was subscribed before. */
  private sawBeginning = false;
  private isOver = false;

  constructor(connection: number, watches: Watches) {
    this.connection = connection;
    this.watches = watches;
  }

  get extended(): boolean {
    return this.dialect.extended;
  }

  isConfirmed(identifier: string): boolean {
    return this.confirmed.has(identifier);
  }

  opened(input: Opened): readonly ObserverEvent[] {
    const { handshake, at, entry } = input;
    const url = readUrl(handshake.request.url);
    const pingSeconds = url?.searchParams.get("pi");
    this.dialect = dialectOf(handshake.subprotocol);
    this.sawBeginning = true;
    this.heardAt = at;
    this.pingsRarely = pingSeconds === "0" || Number(pingSeconds ?? 3) >= staleAfterSeconds;
    this.asksRestore = Boolean(
      url?.searchParams.get("sid") || headerValue(handshake.request.headers, "x-anycable-restore-sid"),
    );
    // Which subprotocol is right is for us to say: to Action Cable's observer all of them are its own.
    this.watches.plain.observe({ ...input, handshake: { ...handshake, subprotocol: supportedSubprotocol } });
    return [...agreement(handshake, entry), ...tokenOf(handshake, at, entry)];
  }

  message(input: MessageInput): readonly ObserverEvent[] {
    return input.direction === "sent" ? this.sent(input) : this.received(input);
  }

  closed(input: Closed): readonly ObserverEvent[] {
    this.end(input.entry);
    return this.kept(this.watches.plain.observe(input));
  }

  tick(at: number): readonly ObserverEvent[] {
    if (this.asksPresence.size === 0) return nothing;
    const events: ObserverEvent[] = [];
    for (const [channel, asked] of this.asksPresence) {
      if (at - asked.at < presenceWithinMs) continue;
      this.asksPresence.delete(channel);
      events.push(verdicts.presenceUnanswered(channel, asked.entry));
    }
    return events;
  }

  /** Whether what Action Cable's observer says holds here as well. */
  keeps(event: ObserverEvent): boolean {
    // With history there is more to say about a blind window: whether anything was lost in it.
    if (event.kind === "blindWindow") return !this.extended;
    return !(this.pingsRarely && (event.kind === "wentStale" || event.kind === "silenceEnded"));
  }

  private received(input: MessageInput): readonly ObserverEvent[] {
    const { message, at, entry } = input;
    this.heardAt = at;
    switch (message.kind) {
      case "message":
        return this.data(input, message);
      case "ping":
        this.pings += 1;
        return this.pass(input, message);
      case "welcome":
        return this.welcome(input, message);
      case "confirm_subscription": {
        const told = this.pass(input, message);
        if (this.abandoned.delete(message.channel)) return [...told, verdicts.confirmedTooLate(message.channel, entry)];
        this.confirmed.add(message.channel);
        if (this.extended) this.watches.history.regain(message.channel, at, entry);
        return told;
      }
      case "reject_subscription":
        this.confirmed.delete(message.channel);
        this.watches.history.forget(message.channel);
        return this.pass(input, message);
      case "confirm_history":
        return [...this.alive(input, message.channel), ...this.watches.history.confirm(message.channel, at, entry)];
      case "reject_history": {
        const { history, positions } = this.watches;
        return [
          ...this.alive(input, message.channel),
          ...history.reject(message.channel, at, entry, positions.hasPositions),
        ];
      }
      case "presence":
        if (message.event === "info" || message.event === "error") this.asksPresence.delete(message.channel);
        return this.alive(input, message.channel);
      case "disconnect": {
        this.partedBecause = message.reason ?? undefined;
        this.end(entry);
        const told = this.pass(input, message);
        return message.reason === "no_pong"
          ? told.map((event) => verdicts.withPongs(event, this.pings, this.pongs))
          : told;
      }
      case "history":
      case "whisper":
      case "join":
      case "leave":
      case "ask_presence":
      case "pong":
        return nothing;
      default:
        return this.pass(input, message);
    }
  }

  private sent(input: MessageInput): readonly ObserverEvent[] {
    const { message, at, entry } = input;
    const { history } = this.watches;
    switch (message.kind) {
      case "subscribe":
        this.abandoned.delete(message.channel);
        if (message.history) history.ask(message.channel, message.history, at, entry, true);
        return this.pass(input, message);
      case "unsubscribe":
        if (!this.confirmed.delete(message.channel) && this.sawBeginning) this.abandoned.add(message.channel);
        history.forget(message.channel);
        this.watches.positions.forget(message.channel);
        return this.pass(input, message);
      case "history":
        history.ask(message.channel, message.history, at, entry, false);
        return this.ignores("history", message.channel, entry);
      case "ask_presence":
        this.asksPresence.set(message.channel, { at, entry });
        return this.ignores("presence", message.channel, entry);
      case "whisper":
      case "join":
      case "leave":
        return this.ignores(message.kind, message.channel, entry);
      case "pong":
        this.pongs += 1;
        return nothing;
      case "malformed": {
        const told = this.pass(input, message);
        return isUndecodable(message) ? told.map(verdicts.stopsReading) : told;
      }
      case "confirm_history":
      case "reject_history":
      case "presence":
      case "ping":
        return nothing;
      default:
        return this.pass(input, message);
    }
  }

  private data(input: MessageInput, message: AnyCableData): readonly ObserverEvent[] {
    const told = this.pass(input, message);
    const { position, channel } = message;
    if (position === undefined) return told;
    const { positions, history } = this.watches;
    const isRepeat = positions.see(channel, position, input.at, input.entry, this.connection) === "repeat";
    const isHistory = history.replay(channel, isRepeat);
    const repeated = isRepeat && !isHistory ? positions.repeated(channel, position, input.entry) : nothing;
    const found = positions.take();
    return found.length + repeated.length === 0 ? told : [...told, ...found, ...repeated];
  }

  private welcome(input: MessageInput, message: AnyCableWelcome): readonly ObserverEvent[] {
    const { entry } = input;
    const told = this.pass(input, message);
    if (message.restored) {
      const identifiers = message.restoredIds ?? this.watches.history.wasLost;
      for (const identifier of identifiers) this.restore(identifier, input);
      return [...told, verdicts.restored(identifiers.length, entry)];
    }
    if (this.asksRestore) return [...told, verdicts.notRestored(entry)];
    return this.extended && message.sid === undefined ? [...told, verdicts.connectedWithoutSid(entry)] : told;
  }

  /** Subscribed without a word: Action Cable's observer must not wonder about its data. */
  private restore(identifier: string, input: MessageInput): void {
    const { plain, history } = this.watches;
    plain.observe({ ...input, direction: "sent", message: { kind: "subscribe", channel: identifier } });
    plain.observe({ ...input, direction: "received", message: { kind: "confirm_subscription", channel: identifier } });
    this.confirmed.add(identifier);
    history.regain(identifier, input.at, input.entry);
  }

  /** A sign of life, and something for this identifier: both are Action Cable's to judge, as if it were data. */
  private alive(input: MessageInput, channel: string): readonly ObserverEvent[] {
    return this.pass(input, { kind: "message", channel, message: null });
  }

  /** What both protocols know goes on as it is: the hot path makes nothing new. */
  private pass(input: MessageInput, message: ActionCableMessage | TransportMessage): readonly ObserverEvent[] {
    if (message === input.message) return this.kept(this.watches.plain.observe(input as PlainInput));
    const { at, connection, entry, frame, direction } = input;
    return this.kept(this.watches.plain.observe({ kind: "message", at, connection, entry, frame, direction, message }));
  }

  private kept(events: readonly ObserverEvent[]): readonly ObserverEvent[] {
    return events.length === 0 ? nothing : events.filter((event) => this.keeps(event));
  }

  private ignores(command: string, channel: string, entry: number): readonly ObserverEvent[] {
    const key = `${command} ${channel}`;
    if (!this.sawBeginning) return nothing;
    if (this.confirmed.has(channel) || this.ignored.has(key) || this.ignored.size >= maxIgnored) return nothing;
    this.ignored.add(key);
    return [verdicts.commandIgnored(command, channel, entry)];
  }

  private end(entry: number): void {
    if (this.isOver) return;
    this.isOver = true;
    const { heardAt, partedBecause } = this;
    if (this.extended) this.watches.history.lose(this.confirmed, { fromAt: heardAt, entry, reason: partedBecause });
    this.asksPresence.clear();
  }
}

function agreement(handshake: Handshake, entry: number): readonly ObserverEvent[] {
  const offered = handshake.offered.filter((name) => !name.startsWith(tokenPrefix));
  const { subprotocol } = handshake;
  if (offered.length === 0 && subprotocol === undefined) return nothing;
  if (subprotocol === undefined || !subprotocols.includes(subprotocol)) {
    return [verdicts.unsupportedSubprotocol(handshake, offered, entry)];
  }
  const declined = !dialectOf(subprotocol).extended && offered.some((name) => dialectOf(name).extended);
  return declined ? [verdicts.extendedDeclined(subprotocol, entry)] : nothing;
}

function tokenOf(handshake: Handshake, at: number, entry: number): readonly ObserverEvent[] {
  const token = readToken(handshake);
  if (token === undefined) return nothing;
  return ["fault" in token ? verdicts.tokenBroken(token, entry) : verdicts.authenticated(token, at, entry)];
}
