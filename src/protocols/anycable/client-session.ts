/**
 * What @anycable/core (1.1) does, as a state machine: keeps positions, answers pings if told to, obeys a person. The
 * connection itself is `client-link.ts`, what it is subscribed to `client-channels.ts`.
 */
import type { Command } from "../../model/form.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, ClientStatus } from "../../model/session.ts";
import { subscribedChannel } from "../action-cable/client-commands.ts";
import { Outbox } from "../action-cable/outbox.ts";
import { parseJson } from "../kit/json.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { nothing } from "../kit/nothing.ts";
import { ClientChannels, type Sender } from "./client-channels.ts";
import { commandBody } from "./client-commands.ts";
import { ClientLink } from "./client-link.ts";
import { ClientPositions } from "./client-positions.ts";
import { deafeningText } from "./client-reports.ts";
import { readSettings, readSince, sortedIdentifierFrom } from "./client-settings.ts";
import { type Body, writeBody } from "./encoding.ts";
import type { AnyCableMessage } from "./messages.ts";
import { baseJson, type Dialect, dialectOf } from "./subprotocols.ts";

export class AnyCableClientSession implements ClientSession<AnyCableMessage>, Sender {
  private readonly outbox = new Outbox();
  private readonly link: ClientLink;
  private readonly channels: ClientChannels;
  private readonly pongs: boolean;
  private readonly historySeconds: number | undefined;
  private dialect: Dialect = baseJson;
  private told = "";

  /** Throws a `MisuseError` that names the setting. */
  constructor(options: ClientOptions) {
    const { url, subprotocols, identifiers, historySeconds, pongs, restore } = readSettings(options);
    const { headers, followRedirects, maxPayloadBytes, random } = options;
    const request = { url, headers, subprotocols, followRedirects, maxPayloadBytes };
    this.link = new ClientLink({ request, restore, random, outbox: this.outbox });
    this.channels = new ClientChannels(identifiers, this, this.outbox);
    this.historySeconds = historySeconds;
    this.pongs = pongs;
  }

  get extended(): boolean {
    return this.dialect.extended;
  }

  get isOpen(): boolean {
    return this.link.isOpen;
  }

  send(body: Body): void {
    const data = writeBody(body, "sent", this.dialect);
    const frame = typeof data === "string" ? ({ kind: "text", data } as const) : ({ kind: "binary", data } as const);
    this.outbox.put({ kind: "send", frame });
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
        if (this.historySeconds !== undefined) {
          this.channels.positions = new ClientPositions(Math.floor(input.at / 1000 - this.historySeconds));
        }
        this.link.start();
        break;
      case "opened":
        this.dialect = dialectOf(input.handshake.subprotocol);
        this.link.onOpened(input.at);
        break;
      case "closed":
        this.channels.onClosed();
        this.link.onClosed(input.at);
        break;
      case "woke":
        if (!this.channels.onWoke(input.timer)) this.link.onWoke(input.timer, input.at);
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
        if (message.position) this.channels.positions.track(message.channel, message.position);
        return false;
      case "ping":
        this.channels.positions.moveOn(at);
        if (!this.pongs || !this.extended) return false;
        this.send({ command: "pong" });
        return true;
      case "welcome":
        this.link.onWelcome(message.sid);
        this.channels.onWelcome(message);
        return true;
      case "confirm_subscription":
        this.channels.onConfirm(message.channel);
        return true;
      case "reject_subscription":
        return this.channels.onReject(message.channel);
      case "disconnect":
        this.link.onDisconnect(message);
        return true;
      default:
        return false;
    }
  }

  private obey(command: Command, at: number): void {
    const { kind, values } = command;
    switch (kind) {
      case "disconnect":
        this.link.disconnect();
        break;
      case "reconnect":
        this.link.reconnect();
        break;
      case "subscribe": {
        const ago = readSince(values.since);
        const since = ago === undefined ? undefined : Math.floor(at / 1000 - ago);
        this.channels.add(sortedIdentifierFrom(values.channel ?? ""), since, at);
        break;
      }
      case "unsubscribe":
        this.channels.remove(subscribedChannel(values, this.channels.subscriptions), at);
        break;
      case "send":
        this.sendAsWritten(values.text ?? "");
        break;
      default:
        this.act(command, at);
    }
  }

  private act(command: Command, at: number): void {
    const { subscriptions, positions } = this.channels;
    // Which protocol was agreed on is known only while there is a connection.
    const body = commandBody(command, { subscriptions, positions, extended: this.extended || !this.isOpen, at });
    this.requireOpen();
    this.send(body);
    this.channels.sent(body);
  }

  private sendAsWritten(text: string): void {
    this.requireOpen();
    const { encoding } = this.dialect;
    const parsed = parseJson(text);
    if (encoding !== "json") this.outbox.report(deafeningText(`text where ${encoding} was agreed on`));
    else if (!parsed.ok) this.outbox.report(deafeningText(parsed.reason));
    this.outbox.sendText(text);
  }

  private requireOpen(): void {
    if (!this.isOpen) throw new MisuseError("not-open", "Not connected. Reconnect first.");
  }

  /** Only when it changed. */
  private tell(at: number): void {
    const status: ClientStatus = { ...this.link.status(at), channels: this.channels.subscriptions.status() };
    const text = JSON.stringify(status);
    if (text === this.told) return;
    this.told = text;
    this.outbox.put({ kind: "status", status });
  }
}
