/**
 * What the official JavaScript client does (@rails/actioncable 7.2 to 8.1, or with the monitor of 6.x), as a state machine:
 * subscribes on welcome, asks again when no answer comes, obeys a person. The connection itself is `client-link.ts`.
 */
import type { Command, Values } from "../../model/form.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { ClientEffect, ClientInput, ClientSession, ClientStatus } from "../../model/session.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { nothing } from "../kit/nothing.ts";
import { identifierFrom } from "./channel-text.ts";
import { hasObjectIdentifier, performData, subscribedChannel } from "./client-commands.ts";
import { ClientLink } from "./client-link.ts";
import { identifierWarning, resendStopped } from "./client-reports.ts";
import { readSettings } from "./client-settings.ts";
import { ClientSubscriptions, guaranteeAfterMs, maxResends } from "./client-subscriptions.ts";
import { encodePerform, encodeSubscribe, encodeUnsubscribe } from "./codec.ts";
import type { ActionCableMessage } from "./messages.ts";
import { Outbox } from "./outbox.ts";

export class ActionCableClientSession implements ClientSession<ActionCableMessage> {
  private readonly outbox = new Outbox();
  private readonly link: ClientLink;
  private readonly subscriptions: ClientSubscriptions;
  private told = "";

  /** Throws a `MisuseError` that names the setting. */
  constructor(options: ClientOptions) {
    const { url, subprotocols, identifiers, policy } = readSettings(options);
    const { headers, followRedirects, maxPayloadBytes, random } = options;
    const request = { url, headers, subprotocols, followRedirects, maxPayloadBytes };
    this.link = new ClientLink({ request, policy, random, outbox: this.outbox });
    this.subscriptions = new ClientSubscriptions(identifiers);
  }

  handle(input: ClientInput<ActionCableMessage>): readonly ClientEffect[] {
    if (input.kind === "received") {
      this.link.onMessage(input.message.kind, input.at);
      if (!this.receive(input.message)) return nothing;
    } else {
      this.take(input);
    }
    this.tell(input.at);
    return this.outbox.take();
  }

  private take(input: Exclude<ClientInput<ActionCableMessage>, { kind: "received" }>): void {
    switch (input.kind) {
      case "started":
        this.link.start(input.at);
        break;
      case "opened":
        this.link.onOpened(input.handshake);
        break;
      case "closed":
        this.subscriptions.suspend();
        this.outbox.put({ kind: "forget", timer: "guarantee" });
        this.link.onClosed(input.at);
        break;
      case "woke":
        if (input.timer === "guarantee") this.retry();
        else this.link.onWoke(input.timer, input.at);
        break;
      case "commanded":
        this.obey(input.command, input.at);
        break;
    }
  }

  /** True when the message changes what this side does. */
  private receive(message: ActionCableMessage): boolean {
    switch (message.kind) {
      case "welcome":
        this.link.onWelcome();
        for (const identifier of this.subscriptions.wanted()) this.subscribe(identifier);
        return true;
      case "confirm_subscription":
        return this.subscriptions.settle(message.channel, "confirmed");
      case "reject_subscription":
        return this.subscriptions.settle(message.channel, "rejected");
      case "disconnect":
        this.link.onDisconnect(message);
        return true;
      default:
        return false;
    }
  }

  private obey({ kind, values }: Command, at: number): void {
    switch (kind) {
      case "disconnect":
        this.link.disconnect();
        break;
      case "reconnect":
        this.link.reconnect(at);
        break;
      case "subscribe":
        this.addChannel(identifierFrom(values.channel ?? ""));
        break;
      case "unsubscribe":
        this.removeChannel(subscribedChannel(values, this.subscriptions));
        break;
      case "perform":
        this.perform(values);
        break;
      case "send":
        this.sendAsWritten(values.text ?? "");
        break;
      default:
        throw new MisuseError("unknown-command", `Action Cable has no command “${kind}”.`);
    }
  }

  private addChannel(identifier: string): void {
    const confirmed = this.subscriptions.isConfirmed(identifier);
    if (!this.subscriptions.has(identifier)) this.subscriptions.add(identifier);
    if (!this.link.isOpen) return;
    // A second subscribe goes out as well, once: what Rails makes of it (nothing) is for the person to see.
    if (confirmed) this.outbox.sendText(encodeSubscribe(identifier));
    else this.subscribe(identifier);
  }

  private removeChannel(identifier: string): void {
    this.subscriptions.remove(identifier);
    if (this.link.isOpen) this.outbox.sendText(encodeUnsubscribe(identifier));
  }

  private perform(values: Values): void {
    const identifier = subscribedChannel(values, this.subscriptions);
    const data = performData(values);
    this.requireOpen();
    this.outbox.sendText(encodePerform(identifier, data));
  }

  private sendAsWritten(text: string): void {
    this.requireOpen();
    if (hasObjectIdentifier(text)) this.outbox.report(identifierWarning());
    this.outbox.sendText(text);
  }

  private requireOpen(): void {
    if (this.link.isOpen) return;
    throw new MisuseError("not-open", "Not connected: the official client would drop this silently. Reconnect first.");
  }

  private subscribe(identifier: string): void {
    this.outbox.sendText(encodeSubscribe(identifier));
    this.subscriptions.ask(identifier);
    this.outbox.put({ kind: "wake", timer: "guarantee", afterMs: guaranteeAfterMs });
  }

  private retry(): void {
    const { again, givenUp } = this.subscriptions.retry();
    for (const identifier of again) this.outbox.sendText(encodeSubscribe(identifier));
    for (const identifier of givenUp) this.outbox.report(resendStopped(identifier, maxResends + 1));
    if (this.subscriptions.waiting) {
      this.outbox.put({ kind: "wake", timer: "guarantee", afterMs: guaranteeAfterMs });
    }
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
