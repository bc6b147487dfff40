/**
 * What @anycable/core (1.1) does, as a state machine: subscribes on welcome and asks for history, keeps positions, restores
 * its session, answers pings if told to, obeys a person. The connection itself is `client-link.ts`.
 */
import type { Command, Values } from "../../model/form.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, ClientStatus } from "../../model/session.ts";
import { performData, subscribedChannel } from "../action-cable/client-commands.ts";
import { ClientSubscriptions } from "../action-cable/client-subscriptions.ts";
import { Outbox } from "../action-cable/outbox.ts";
import { parseJson } from "../kit/json.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { nothing } from "../kit/nothing.ts";
import { ClientLink } from "./client-link.ts";
import { ClientPositions } from "./client-positions.ts";
import * as reports from "./client-reports.ts";
import { readSettings, readSince, sortedIdentifierFrom } from "./client-settings.ts";
import { writeBody } from "./encoding.ts";
import type { AnyCableMessage, AnyCableWelcome } from "./messages.ts";
import { baseJson, type Dialect, dialectOf } from "./subprotocols.ts";

const resendAfterMs = 5000;
/** So long after an unsubscribe the client asks for the same identifier at the soonest. */
const cooldownMs = 375;
const cooldownWithinMs = 250;

export class AnyCableClientSession implements ClientSession<AnyCableMessage> {
  private readonly outbox = new Outbox();
  private readonly link: ClientLink;
  private readonly subscriptions: ClientSubscriptions;
  private readonly presences = new Map<string, unknown>();
  private readonly unsubscribedAt = new Map<string, number>();
  private readonly resent = new Set<string>();
  private readonly pongs: boolean;
  private readonly historySeconds: number | undefined;
  private positions: ClientPositions;
  private dialect: Dialect = baseJson;
  private told = "";

  /** Throws a `MisuseError` that names the setting. */
  constructor(options: ClientOptions) {
    const { url, subprotocols, identifiers, historySeconds, pongs, restore } = readSettings(options);
    const { headers, followRedirects, maxPayloadBytes, insecure, random } = options;
    const request = { url, headers, subprotocols, followRedirects, maxPayloadBytes, insecure };
    this.link = new ClientLink({ request, restore, random, outbox: this.outbox });
    this.subscriptions = new ClientSubscriptions(identifiers);
    this.historySeconds = historySeconds;
    this.positions = new ClientPositions(undefined);
    this.pongs = pongs;
  }

  handle(input: ClientInput<AnyCableMessage>): readonly ClientEffect[] {
    if (input.kind === "received") {
      this.link.onMessage(input.at);
      if (!this.receive(input.message, input.at)) return nothing;
    } else {
      this.take(input);
    }
    this.tell(input.at);
    return this.outbox.take();
  }

  private take(input: Exclude<ClientInput<AnyCableMessage>, { kind: "received" }>): void {
    switch (input.kind) {
      case "started":
        this.positions = new ClientPositions(
          this.historySeconds === undefined ? undefined : Math.floor(input.at / 1000 - this.historySeconds),
        );
        this.link.start();
        break;
      case "opened":
        this.dialect = dialectOf(input.handshake.subprotocol);
        this.link.onOpened(input.at);
        break;
      case "closed":
        for (const identifier of this.subscriptions.identifiers) this.forgetTimers(identifier);
        this.subscriptions.suspend();
        this.link.onClosed(input.at);
        break;
      case "woke":
        this.woke(input.timer, input.at);
        break;
      case "commanded":
        this.obey(input.command, input.at);
        break;
    }
  }

  /** True when the message changes what this side does. The hot path only remembers a position. */
  private receive(message: AnyCableMessage, at: number): boolean {
    switch (message.kind) {
      case "message":
        if (message.position) this.positions.track(message.channel, message.position);
        return false;
      case "ping":
        this.positions.moveOn(at);
        if (!this.pongs || !this.dialect.extended) return false;
        this.send({ command: "pong" });
        return true;
      case "welcome":
        this.welcome(message);
        return true;
      case "confirm_subscription":
        return this.confirm(message.channel);
      case "reject_subscription":
        this.forgetTimers(message.channel);
        return this.subscriptions.settle(message.channel, "rejected");
      case "disconnect":
        this.link.onDisconnect(message);
        return true;
      default:
        return false;
    }
  }

  private welcome({ sid, restored, restoredIds }: AnyCableWelcome): void {
    this.link.onWelcome(sid);
    const wanted = this.subscriptions.wanted();
    const kept = new Set(restored ? (restoredIds ?? wanted) : []);
    for (const identifier of wanted) {
      if (!kept.has(identifier)) this.subscribe(identifier);
      else this.goOn(identifier);
    }
  }

  /** Restored: subscribed already, but what came meanwhile must be asked for, and presence has to join again. */
  private goOn(identifier: string): void {
    this.subscriptions.settle(identifier, "confirmed");
    const history = this.positions.request(identifier);
    if (history) this.send({ command: "history", identifier, history });
    const presence = this.presences.get(identifier);
    if (presence) this.send({ command: "join", identifier, presence });
  }

  private confirm(identifier: string): boolean {
    this.forgetTimers(identifier);
    if (this.subscriptions.settle(identifier, "confirmed")) return true;
    this.outbox.report(reports.unexpectedlyConfirmed(identifier));
    this.send({ command: "unsubscribe", identifier });
    return true;
  }

  private subscribe(identifier: string, since?: number): void {
    this.sendSubscribe(identifier, since);
    this.subscriptions.ask(identifier);
    this.resent.delete(identifier);
    this.outbox.put({ kind: "wake", timer: `resend ${identifier}`, afterMs: resendAfterMs });
  }

  private sendSubscribe(identifier: string, since?: number): void {
    const { extended } = this.dialect;
    const history = extended ? this.positions.request(identifier, since) : undefined;
    const presence = extended ? this.presences.get(identifier) : undefined;
    this.send({
      command: "subscribe",
      identifier,
      ...(history ? { history } : {}),
      ...(presence ? { presence } : {}),
    });
  }

  private woke(timer: string, at: number): void {
    const [, what, identifier = ""] = /^(resend|subscribe) (.*)$/s.exec(timer) ?? [];
    if (what === undefined) {
      this.link.onWoke(timer, at);
    } else if (!this.subscriptions.has(identifier) || !this.link.isOpen) {
      this.resent.delete(identifier);
    } else if (what === "subscribe") {
      this.subscribe(identifier);
    } else if (this.resent.delete(identifier)) {
      this.outbox.report(reports.subscribeGivenUp(identifier));
    } else {
      this.resent.add(identifier);
      this.outbox.report(reports.subscribeResent(identifier));
      this.sendSubscribe(identifier);
      this.outbox.put({ kind: "wake", timer: `resend ${identifier}`, afterMs: resendAfterMs });
    }
  }

  private obey({ kind, values }: Command, at: number): void {
    switch (kind) {
      case "disconnect":
        this.link.disconnect();
        break;
      case "reconnect":
        this.link.reconnect();
        break;
      case "subscribe":
        this.addChannel(sortedIdentifierFrom(values.channel ?? ""), values, at);
        break;
      case "unsubscribe":
        this.removeChannel(subscribedChannel(values, this.subscriptions), at);
        break;
      case "perform":
        this.act(values, (identifier) => ({
          command: "message",
          identifier,
          data: JSON.stringify(performData(values)),
        }));
        break;
      case "whisper":
        this.act(values, (identifier) => ({ command: "whisper", identifier, data: readJson(values.data, "data") }));
        break;
      case "history":
        this.requireExtended("History");
        this.act(values, (identifier) => ({
          command: "history",
          identifier,
          history: this.historyFor(identifier, values, at),
        }));
        break;
      case "join":
        this.join(values);
        break;
      case "leave":
        this.requireExtended("Presence");
        this.act(values, (identifier) => ({ command: "leave", identifier }));
        this.presences.delete(subscribedChannel(values, this.subscriptions));
        break;
      case "presence":
        this.requireExtended("Presence");
        this.act(values, (identifier) => ({ command: "presence", identifier }));
        break;
      case "send":
        this.requireOpen();
        this.outbox.sendText(values.text ?? "");
        break;
      default:
        throw new MisuseError("unknown-command", `AnyCable has no command “${kind}”.`);
    }
  }

  private addChannel(identifier: string, values: Values, at: number): void {
    const ago = readSince(values.since);
    const since = ago === undefined ? undefined : Math.floor(at / 1000 - ago);
    const confirmed = this.subscriptions.isConfirmed(identifier);
    if (!this.subscriptions.has(identifier)) this.subscriptions.add(identifier);
    if (!this.link.isOpen) return;
    const leftAt = this.unsubscribedAt.get(identifier);
    // A second subscribe goes out as well, once: what the server makes of it is for the person to see.
    if (confirmed) this.sendSubscribe(identifier, since);
    else if (leftAt !== undefined && at - leftAt < cooldownWithinMs) {
      this.outbox.put({ kind: "wake", timer: `subscribe ${identifier}`, afterMs: cooldownMs });
    } else this.subscribe(identifier, since);
  }

  private removeChannel(identifier: string, at: number): void {
    this.subscriptions.remove(identifier);
    this.presences.delete(identifier);
    this.positions.forget(identifier);
    this.forgetTimers(identifier);
    if (!this.link.isOpen) return;
    this.unsubscribedAt.set(identifier, at);
    this.send({ command: "unsubscribe", identifier });
  }

  private join(values: Values): void {
    this.requireExtended("Presence");
    const id = (values.id ?? "").trim();
    if (id === "") throw new MisuseError("missing-id", "Presence needs an id, such as a user's.");
    const presence = { id, info: readJson(values.info, "info") };
    this.act(values, (identifier) => ({ command: "join", identifier, presence }));
    this.presences.set(subscribedChannel(values, this.subscriptions), presence);
  }

  private historyFor(identifier: string, values: Values, at: number): Record<string, unknown> {
    const ago = readSince(values.since);
    if (ago !== undefined) return { since: Math.floor(at / 1000 - ago) };
    return this.positions.request(identifier) ?? this.positions.request(identifier, Math.floor(at / 1000)) ?? {};
  }

  private act(values: Values, bodyFor: (identifier: string) => Record<string, unknown>): void {
    const body = bodyFor(subscribedChannel(values, this.subscriptions));
    this.requireOpen();
    this.send(body);
  }

  private send(body: Record<string, unknown>): void {
    const data = writeBody(body, "sent", this.dialect);
    this.outbox.put({
      kind: "send",
      frame: typeof data === "string" ? { kind: "text", data } : { kind: "binary", data },
    });
  }

  private requireOpen(): void {
    if (!this.link.isOpen) throw new MisuseError("not-open", "Not connected. Reconnect first.");
  }

  private requireExtended(what: string): void {
    if (this.dialect.extended || !this.link.isOpen) return;
    throw new MisuseError(
      "not-extended",
      `${what} needs the extended protocol, and the server chose the base one. Offer actioncable-v1-ext-json.`,
    );
  }

  private forgetTimers(identifier: string): void {
    this.resent.delete(identifier);
    this.outbox.put({ kind: "forget", timer: `resend ${identifier}` });
    this.outbox.put({ kind: "forget", timer: `subscribe ${identifier}` });
  }

  /** Only when it changed. */
  private tell(at: number): void {
    const status: ClientStatus = { ...this.link.status(at), channels: this.subscriptions.status() };
    const text = JSON.stringify(status);
    if (text === this.told) return;
    this.told = text;
    this.outbox.put({ kind: "status", status });
  }
}

function readJson(text: string | undefined, field: string): unknown {
  const parsed = parseJson((text ?? "").trim() || "{}");
  if (parsed.ok) return parsed.value;
  const place = parsed.offset === undefined ? "" : ` (at offset ${parsed.offset})`;
  throw new MisuseError("bad-data", `The ${field} is ${parsed.reason}${place}. Any JSON value will do.`);
}
