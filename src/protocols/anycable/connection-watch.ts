/**
 * Watches one connection: hands to Action Cable's observer what it understands, in its words, and the rest to those who
 * follow positions and history.
 */
import type { ObserverEvent } from "../../model/event.ts";
import type { TransportMessage } from "../../model/message.ts";
import type { ObserverInput } from "../../model/observer.ts";
import { type ActionCableMessage, supportedSubprotocol } from "../action-cable/messages.ts";
import type { ActionCableObserver } from "../action-cable/observer.ts";
import { nothing } from "../kit/nothing.ts";
import { CommandWatch } from "./command-watch.ts";
import { isUndecodable } from "./encoding.ts";
import type { HistoryWatch } from "./history-watch.ts";
import type { AnyCableData, AnyCableMessage, AnyCableWelcome } from "./messages.ts";
import { judgeOpening, type Wishes, wishesOf } from "./opening.ts";
import { inOwnWords } from "./own-words.ts";
import type { PositionWatch } from "./position-watch.ts";
import * as verdicts from "./session-verdicts.ts";
import { baseJson, type Dialect, dialectOf } from "./subprotocols.ts";

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
  private readonly commands = new CommandWatch();
  private dialect: Dialect = baseJson;
  private wishes: Wishes = { pingsRarely: false, asksRestore: false };
  private pings = 0;
  private pongs = 0;
  private heardAt = 0;
  private partedBecause: string | undefined;
  private isOver = false;

  constructor(connection: number, watches: Watches) {
    this.connection = connection;
    this.watches = watches;
  }

  get extended(): boolean {
    return this.dialect.extended;
  }

  isConfirmed(identifier: string): boolean {
    return this.commands.confirmed.has(identifier);
  }

  opened(input: Opened): readonly ObserverEvent[] {
    const { handshake, at, entry } = input;
    this.dialect = dialectOf(handshake.subprotocol);
    this.wishes = wishesOf(handshake);
    this.commands.begin();
    this.heardAt = at;
    // Which subprotocol is right is for us to say: to Action Cable's observer all of them are its own.
    this.watches.plain.observe({ ...input, handshake: { ...handshake, subprotocol: supportedSubprotocol } });
    return judgeOpening(handshake, at, entry);
  }

  message(input: MessageInput): readonly ObserverEvent[] {
    return input.direction === "sent" ? this.sent(input) : this.received(input);
  }

  closed(input: Closed): readonly ObserverEvent[] {
    this.end(input.entry);
    return this.kept(this.watches.plain.observe(input));
  }

  tick(at: number): readonly ObserverEvent[] {
    return this.commands.tick(at);
  }

  /** Whether what Action Cable's observer says holds here as well. */
  keeps(event: ObserverEvent): boolean {
    // With history there is more to say about a blind window: whether anything was lost in it.
    if (event.kind === "blindWindow") return !this.extended;
    return !(this.wishes.pingsRarely && (event.kind === "wentStale" || event.kind === "silenceEnded"));
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
        const tooLate = this.commands.confirm(message.channel, entry);
        if (tooLate.length > 0) return [...told, ...tooLate];
        if (this.extended) this.watches.history.regain(message.channel, at, entry);
        return told;
      }
      case "reject_subscription":
        this.commands.confirmed.delete(message.channel);
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
        if (message.event === "info" || message.event === "error") this.commands.presenceAnswered(message.channel);
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
        this.commands.subscribe(message.channel);
        if (message.history) history.ask(message.channel, message.history, at, entry, true);
        return this.pass(input, message);
      case "unsubscribe":
        this.commands.unsubscribe(message.channel);
        history.forget(message.channel);
        this.watches.positions.forget(message.channel);
        return this.pass(input, message);
      case "history":
        history.ask(message.channel, message.history, at, entry, false);
        return this.commands.act("history", message.channel, entry);
      case "ask_presence":
        return this.commands.askPresence(message.channel, at, entry);
      case "whisper":
      case "join":
      case "leave":
        return this.commands.act(message.kind, message.channel, entry);
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
    if (this.wishes.asksRestore) return [...told, verdicts.notRestored(entry)];
    return this.extended && message.sid === undefined ? [...told, verdicts.connectedWithoutSid(entry)] : told;
  }

  /** Subscribed without a word: Action Cable's observer must not wonder about its data. */
  private restore(identifier: string, input: MessageInput): void {
    const { plain, history } = this.watches;
    plain.observe({ ...input, direction: "sent", message: { kind: "subscribe", channel: identifier } });
    plain.observe({ ...input, direction: "received", message: { kind: "confirm_subscription", channel: identifier } });
    this.commands.confirmed.add(identifier);
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
    return events.length === 0 ? nothing : events.filter((event) => this.keeps(event)).map(inOwnWords);
  }

  private end(entry: number): void {
    if (this.isOver) return;
    this.isOver = true;
    const { heardAt, partedBecause } = this;
    if (this.extended)
      this.watches.history.lose(this.commands.confirmed, { fromAt: heardAt, entry, reason: partedBecause });
    this.commands.end();
  }
}
