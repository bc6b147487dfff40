/**
 * What the client wants to be subscribed to, and its guarantor (6.1.5, 7.0): an unanswered subscribe is sent again every
 * 500 ms. Knows no connection: it says what to send.
 */
import type { ChannelStatus } from "../../model/session.ts";
import { labelChannel } from "./display.ts";

export const guaranteeAfterMs = 500;
/** The official client never stops; we do, 3 s after the first. */
export const maxResends = 6;

interface Subscription {
  state: ChannelStatus["state"];
  /** Waiting for an answer, and how often it was asked again. */
  guaranteed: boolean;
  resends: number;
}

export class ClientSubscriptions {
  private readonly subscriptions = new Map<string, Subscription>();

  constructor(identifiers: readonly string[]) {
    for (const identifier of identifiers) this.add(identifier);
  }

  get identifiers(): readonly string[] {
    return [...this.subscriptions.keys()];
  }

  has(identifier: string): boolean {
    return this.subscriptions.has(identifier);
  }

  isConfirmed(identifier: string): boolean {
    return this.subscriptions.get(identifier)?.state === "confirmed";
  }

  add(identifier: string): void {
    this.subscriptions.set(identifier, { state: "pending", guaranteed: false, resends: 0 });
  }

  remove(identifier: string): void {
    this.subscriptions.delete(identifier);
  }

  /** A subscribe goes out now. */
  ask(identifier: string): void {
    const subscription = this.subscriptions.get(identifier);
    if (!subscription) return;
    subscription.state = "pending";
    subscription.guaranteed = true;
    subscription.resends = 0;
  }

  /** True when it was known. */
  settle(identifier: string, state: "confirmed" | "rejected"): boolean {
    const subscription = this.subscriptions.get(identifier);
    if (!subscription) return false;
    subscription.state = state;
    subscription.guaranteed = false;
    return true;
  }

  /** The connection is gone: whatever was confirmed must be asked for again. */
  suspend(): void {
    for (const subscription of this.subscriptions.values()) {
      if (subscription.state === "confirmed") subscription.state = "pending";
      subscription.guaranteed = false;
    }
  }

  /** After a welcome: the official client forgets what was rejected. */
  wanted(): readonly string[] {
    return this.identifiers.filter((identifier) => this.subscriptions.get(identifier)?.state !== "rejected");
  }

  get waiting(): boolean {
    return [...this.subscriptions.values()].some(({ guaranteed }) => guaranteed);
  }

  /** 500 ms have passed: what to send again, and what is given up now. */
  retry(): { readonly again: readonly string[]; readonly givenUp: readonly string[] } {
    const again: string[] = [];
    const givenUp: string[] = [];
    for (const [identifier, subscription] of this.subscriptions) {
      if (!subscription.guaranteed) continue;
      if (subscription.resends < maxResends) {
        subscription.resends += 1;
        again.push(identifier);
      } else {
        subscription.guaranteed = false;
        givenUp.push(identifier);
      }
    }
    return { again, givenUp };
  }

  status(): readonly ChannelStatus[] {
    const entries = [...this.subscriptions];
    return entries.map(([channel, { state }]) => ({ channel, label: labelChannel(channel), state }));
  }
}
