/** Watches one connection: how it begins and ends, and hands what concerns silence, subscriptions and odd frames on. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Handshake } from "../../model/frame.ts";
import type { TransportMessage } from "../../model/message.ts";
import { nothing } from "../kit/nothing.ts";
import type { BlindWindows } from "./blind-windows.ts";
import * as verdicts from "./connection-verdicts.ts";
import { FrameWatch } from "./frame-watch.ts";
import { type ActionCableMessage, supportedSubprotocol } from "./messages.ts";
import { SilenceWatch } from "./silence-watch.ts";
import { SubscriptionWatch } from "./subscription-watch.ts";

/** Rails sends one. */
const maxPartings = 10;

export class ConnectionWatch {
  readonly connection: number;
  private readonly openedEntry: number;
  private readonly blind: BlindWindows;
  private readonly silence: SilenceWatch;
  private readonly subscriptions = new SubscriptionWatch();
  private readonly frames = new FrameWatch();
  private readonly isPending = (channel: string) => this.subscriptions.isPending(channel);
  /** The last that was heard of the server, control frames included. */
  private heardAt: number;
  /** Either side has begun to close: silence means nothing any more. */
  private ending = false;
  private partings = 0;

  constructor(connection: number, at: number, entry: number, blind: BlindWindows) {
    this.connection = connection;
    this.openedEntry = entry;
    this.heardAt = at;
    this.blind = blind;
    this.silence = new SilenceWatch(at, entry);
  }

  opened(handshake: Handshake): readonly ObserverEvent[] {
    if (handshake.subprotocol === supportedSubprotocol) return nothing;
    return [verdicts.unsupportedSubprotocol(handshake, this.openedEntry)];
  }

  assumeWelcomed(at: number): void {
    this.silence.talking(at, 0);
  }

  received(message: ActionCableMessage | TransportMessage, at: number, entry: number): readonly ObserverEvent[] {
    this.heardAt = at;
    if (message.kind === "message") {
      const { channel } = message;
      if (this.silence.passes(at, entry) && this.subscriptions.passes(channel)) return nothing;
      return this.concluded(this.early(message, at, entry), this.subscriptions.data(channel, at, entry));
    }
    switch (message.kind) {
      case "ping":
        return this.concluded(this.early(message, at, entry), this.silence.pinged(at, entry));
      case "welcome":
        return this.concluded(this.silence.talking(at, entry), this.silence.pinged(at, entry));
      case "disconnect":
        this.end(entry);
        this.partings += 1;
        return this.partings > maxPartings ? nothing : [verdicts.disconnected(message, entry)];
      case "confirm_subscription":
        return this.confirmed(message, at, entry);
      case "reject_subscription": {
        const told = this.subscriptions.reject(message.channel, at, entry);
        return this.concluded(this.early(message, at, entry), told, this.blind.settle(at, this.isPending));
      }
      case "malformed":
        return this.concluded(this.silent(at, entry), this.frames.malformed(message, "received", at, entry));
      case "unknown":
        return this.concluded(this.silent(at, entry), this.frames.unknown(message, "received", at, entry));
      case "ws_close":
        this.end(entry);
        return nothing;
      default:
        return nothing;
    }
  }

  sent(message: ActionCableMessage | TransportMessage, at: number, entry: number): readonly ObserverEvent[] {
    switch (message.kind) {
      case "subscribe":
        return this.subscriptions.subscribe(message.channel, at, entry);
      case "unsubscribe":
        return this.subscriptions.unsubscribe(message.channel, at, entry);
      case "perform":
        return this.subscriptions.perform(message.channel, entry);
      case "malformed":
        return this.frames.malformed(message, "sent", at, entry);
      case "unknown":
        return this.frames.unknown(message, "sent", at, entry);
      case "ws_close":
        this.end(entry);
        return nothing;
      default:
        return nothing;
    }
  }

  closed(entry: number): readonly ObserverEvent[] {
    this.end(entry);
    return this.concluded(this.frames.end(), this.blind.flush());
  }

  tick(at: number): readonly ObserverEvent[] {
    const frames = this.frames.tick(at);
    const blind = this.blind.settle(at, this.isPending);
    if (this.ending) return this.concluded(frames, blind);
    const { startedAt } = this.silence;
    const unanswered = startedAt === undefined ? nothing : this.subscriptions.tick(at, startedAt);
    return this.concluded(this.silence.tick(at), unanswered, frames, blind);
  }

  /** From here on no client takes anything from this connection, even if it stays open for long (a server that hangs). */
  private end(entry: number): void {
    if (this.ending) return;
    this.ending = true;
    this.blind.lose(this.subscriptions.live, this.heardAt, entry);
  }

  private confirmed(message: ActionCableMessage & { channel: string }, at: number, entry: number) {
    const told = this.subscriptions.confirm(message.channel, at, entry);
    this.blind.regain(message.channel, at, entry);
    return this.concluded(this.early(message, at, entry), told, this.blind.settle(at, this.isPending));
  }

  /** Counts as a sign of life, and as a breach when the server has not begun yet. */
  private early(message: ActionCableMessage, at: number, entry: number): readonly ObserverEvent[] {
    if (this.silence.startedAt !== undefined) return this.silence.received(at, entry);
    this.silence.talking(at, entry);
    return [verdicts.messageBeforeWelcome(message.kind, message.channel, entry)];
  }

  private silent(at: number, entry: number): readonly ObserverEvent[] {
    return this.silence.startedAt === undefined ? nothing : this.silence.received(at, entry);
  }

  private concluded(...parts: readonly (readonly ObserverEvent[])[]): readonly ObserverEvent[] {
    const found = parts.filter((part) => part.length > 0);
    return found.length === 0 ? nothing : found.flat();
  }
}
