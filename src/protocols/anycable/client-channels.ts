/**
 * What the client is subscribed to, as @anycable/core keeps it: asked for on welcome with history and presence, asked once
 * more when no answer comes, taken over when the session is restored. Knows no connection.
 */
import { ClientSubscriptions } from "../action-cable/client-subscriptions.ts";
import type { Outbox } from "../action-cable/outbox.ts";
import { ClientPositions } from "./client-positions.ts";
import * as reports from "./client-reports.ts";
import type { Body } from "./encoding.ts";
import type { AnyCableWelcome } from "./messages.ts";

const resendAfterMs = 5000;
/** So long after an unsubscribe the client asks for the same identifier at the soonest. */
const cooldownMs = 375;
const cooldownWithinMs = 250;

/** How a command leaves: encoded as was agreed on. */
export interface Sender {
  readonly extended: boolean;
  readonly isOpen: boolean;
  send(body: Body): void;
}

export class ClientChannels {
  readonly subscriptions: ClientSubscriptions;
  positions = new ClientPositions(undefined);
  private readonly sender: Sender;
  private readonly outbox: Outbox;
  private readonly presences = new Map<string, unknown>();
  private readonly unsubscribedAt = new Map<string, number>();
  private readonly resent = new Set<string>();

  constructor(identifiers: readonly string[], sender: Sender, outbox: Outbox) {
    this.subscriptions = new ClientSubscriptions(identifiers);
    this.sender = sender;
    this.outbox = outbox;
  }

  onWelcome({ restored, restoredIds }: AnyCableWelcome): void {
    const wanted = this.subscriptions.wanted();
    const kept = new Set(restored ? (restoredIds ?? wanted) : []);
    for (const identifier of wanted) {
      if (kept.has(identifier)) this.goOn(identifier);
      else this.subscribe(identifier);
    }
  }

  onConfirm(identifier: string): void {
    this.forgetTimers(identifier);
    if (this.subscriptions.settle(identifier, "confirmed")) return;
    this.outbox.report(reports.unexpectedlyConfirmed(identifier));
    this.sender.send({ command: "unsubscribe", identifier });
  }

  onReject(identifier: string): boolean {
    this.forgetTimers(identifier);
    return this.subscriptions.settle(identifier, "rejected");
  }

  onClosed(): void {
    for (const identifier of this.subscriptions.identifiers) this.forgetTimers(identifier);
    this.subscriptions.suspend();
  }

  /** `since` in Unix seconds, for this once. */
  add(identifier: string, since: number | undefined, at: number): void {
    const confirmed = this.subscriptions.isConfirmed(identifier);
    if (!this.subscriptions.has(identifier)) this.subscriptions.add(identifier);
    if (!this.sender.isOpen) return;
    const leftAt = this.unsubscribedAt.get(identifier);
    // A second subscribe goes out as well, once: what the server makes of it is for the person to see.
    if (confirmed) this.sendSubscribe(identifier, since);
    else if (leftAt !== undefined && at - leftAt < cooldownWithinMs) {
      this.outbox.put({ kind: "wake", timer: `subscribe ${identifier}`, afterMs: cooldownMs });
    } else this.subscribe(identifier, since);
  }

  remove(identifier: string, at: number): void {
    this.subscriptions.remove(identifier);
    this.presences.delete(identifier);
    this.positions.forget(identifier);
    this.forgetTimers(identifier);
    if (!this.sender.isOpen) return;
    this.unsubscribedAt.set(identifier, at);
    this.sender.send({ command: "unsubscribe", identifier });
  }

  /** Remembers presence, so that it can be joined again. */
  sent({ command, identifier, presence }: Body): void {
    if (command === "join") this.presences.set(String(identifier), presence);
    else if (command === "leave") this.presences.delete(String(identifier));
  }

  /** False when the timer is not one of ours. */
  onWoke(timer: string): boolean {
    const [, what, identifier = ""] = /^(resend|subscribe) (.*)$/s.exec(timer) ?? [];
    if (what === undefined) return false;
    if (!this.subscriptions.has(identifier) || !this.sender.isOpen) this.resent.delete(identifier);
    else if (what === "subscribe") this.subscribe(identifier);
    else if (this.resent.delete(identifier)) this.outbox.report(reports.subscribeGivenUp(identifier));
    else this.subscribeAgain(identifier);
    return true;
  }

  /** Restored: subscribed already, but what came meanwhile must be asked for, and presence has to join again. */
  private goOn(identifier: string): void {
    this.subscriptions.settle(identifier, "confirmed");
    const history = this.positions.request(identifier);
    if (history) this.sender.send({ command: "history", identifier, history });
    const presence = this.presences.get(identifier);
    if (presence) this.sender.send({ command: "join", identifier, presence });
  }

  private subscribe(identifier: string, since?: number): void {
    this.sendSubscribe(identifier, since);
    this.subscriptions.ask(identifier);
    this.resent.delete(identifier);
    this.outbox.put({ kind: "wake", timer: `resend ${identifier}`, afterMs: resendAfterMs });
  }

  private subscribeAgain(identifier: string): void {
    this.resent.add(identifier);
    this.outbox.report(reports.subscribeResent(identifier));
    this.sendSubscribe(identifier);
    this.outbox.put({ kind: "wake", timer: `resend ${identifier}`, afterMs: resendAfterMs });
  }

  private sendSubscribe(identifier: string, since?: number): void {
    const { extended } = this.sender;
    const history = extended ? this.positions.request(identifier, since) : undefined;
    const presence = extended ? this.presences.get(identifier) : undefined;
    this.sender.send({
      command: "subscribe",
      identifier,
      ...(history ? { history } : {}),
      ...(presence ? { presence } : {}),
    });
  }

  private forgetTimers(identifier: string): void {
    this.resent.delete(identifier);
    this.outbox.put({ kind: "forget", timer: `resend ${identifier}` });
    this.outbox.put({ kind: "forget", timer: `subscribe ${identifier}` });
  }
}
