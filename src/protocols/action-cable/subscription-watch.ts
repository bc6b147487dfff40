/**
 * Watches the subscriptions of one connection: what was asked for, what was answered, and what came without either.
 * Knows no silence but that of an unanswered subscribe.
 */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import { readIdentifier, sameMeaning } from "./identifier.ts";
import * as verdicts from "./subscription-verdicts.ts";

const confirmWithinMs = 3000;
/** A subscribe that comes again sooner is no client's retry (500 ms at the soonest, with some slack for a busy machine). */
const soonestRetryMs = 400;
/** An unsubscribe so shortly before may have been overtaken. */
const overtakenWithinMs = 2000;
/** Data so shortly after an unsubscribe was sent before the server knew. */
const onItsWayMs = 1000;
/** What is told of identifiers that nobody subscribed to, at most: a hostile peer may invent them without end. */
const maxUnknown = 100;

/** `late`: unanswered for 3 s, and told so. */
type State = "pending" | "late" | "confirmed" | "rejected" | "unsubscribed";

interface Subscription {
  readonly identifier: string;
  state: State;
  askedAt: number;
  askedEntry: number;
  lastAskedAt: number;
  resends: number;
  unsubscribedAt: number;
  /** Data before a confirmation. */
  early: number;
  earlyEntry: number;
  toldDuplicate: boolean;
  toldAgain: boolean;
  toldRejection: boolean;
  /** Data right after an unsubscribe, which is no fault. */
  toldOnItsWay: boolean;
  toldData: boolean;
}

export class SubscriptionWatch {
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly pending = new Set<Subscription>();
  private readonly unknown = new Set<string>();
  private readonly ignored = new Set<string>();
  private latest: Subscription | undefined;

  /** True for what needs no second look: data of a confirmed subscription. The hot path. */
  passes(channel: string): boolean {
    const { latest } = this;
    if (latest !== undefined && latest.identifier === channel) return latest.state === "confirmed";
    const subscription = this.subscriptions.get(channel);
    if (subscription?.state !== "confirmed") return false;
    this.latest = subscription;
    return true;
  }

  isPending(channel: string): boolean {
    return this.subscriptions.get(channel)?.state === "pending";
  }

  /** Identifiers that messages came for, or would have come for. */
  get live(): readonly string[] {
    return [...this.subscriptions.values()].filter(isLive).map(({ identifier }) => identifier);
  }

  subscribe(channel: string, at: number, entry: number): readonly ObserverEvent[] {
    const known = this.subscriptions.get(channel);
    if (!known || known.state === "unsubscribed" || known.state === "rejected") {
      this.add(channel, "pending", at, entry, known?.unsubscribedAt);
      return nothing;
    }
    const gapMs = at - known.lastAskedAt;
    known.lastAskedAt = at;
    known.resends += 1;
    if (known.toldDuplicate) return nothing;
    known.toldDuplicate = true;
    const evidence = [known.askedEntry, entry].filter((seq) => seq > 0);
    if (known.state === "confirmed") return [verdicts.subscribedAgain(channel, evidence)];
    if (gapMs < soonestRetryMs) return [verdicts.subscribedTwice(channel, evidence)];
    return [verdicts.subscribeResent(channel, gapMs, evidence)];
  }

  unsubscribe(channel: string, at: number, entry: number): readonly ObserverEvent[] {
    const known = this.subscriptions.get(channel);
    if (!known || known.state === "unsubscribed" || known.state === "rejected") {
      return this.ignore("unsubscribe", channel, entry);
    }
    known.state = "unsubscribed";
    known.unsubscribedAt = at;
    known.toldOnItsWay = false;
    known.toldData = false;
    this.pending.delete(known);
    return nothing;
  }

  perform(channel: string, entry: number): readonly ObserverEvent[] {
    const known = this.subscriptions.get(channel);
    if (!known || known.state === "unsubscribed" || known.state === "rejected") {
      return this.ignore("perform", channel, entry);
    }
    return nothing;
  }

  confirm(channel: string, at: number, entry: number): readonly ObserverEvent[] {
    const known = this.subscriptions.get(channel);
    if (!known) return this.confirmUnasked(channel, at, entry);
    // It crossed an unsubscribe that was already under way.
    if (known.state === "unsubscribed") return nothing;
    if (known.state === "confirmed" || known.state === "rejected") {
      known.state = "confirmed";
      if (known.toldAgain) return nothing;
      known.toldAgain = true;
      return [verdicts.confirmedAgain(channel, entry)];
    }
    const late = known.state === "late";
    known.state = "confirmed";
    known.toldDuplicate = false;
    this.pending.delete(known);
    const { askedEntry, resends } = known;
    return [verdicts.subscribed({ channel, askedEntry, entry, latencyMs: at - known.askedAt, resends, late })];
  }

  reject(channel: string, at: number, entry: number): readonly ObserverEvent[] {
    const known = this.subscriptions.get(channel);
    if (!known && !this.isNews(channel)) return nothing;
    const rejected = known ?? this.add(channel, "rejected", at, 0);
    rejected.state = "rejected";
    this.pending.delete(rejected);
    if (rejected.toldRejection) return nothing;
    rejected.toldRejection = true;
    return [verdicts.rejected(readIdentifier(channel), rejected.askedEntry, entry)];
  }

  /** Data that `passes` did not wave through. */
  data(channel: string, at: number, entry: number): readonly ObserverEvent[] {
    const known = this.subscriptions.get(channel);
    if (!known) return this.dataUnknown(channel, entry);
    if (known.state === "pending") {
      // A `transmit` in `subscribed` comes before the confirmation (Rails, all versions): no verdict yet.
      known.early += 1;
      if (known.early === 1) known.earlyEntry = entry;
      return nothing;
    }
    if (known.state === "confirmed" || known.toldData) return nothing;
    if (known.state === "unsubscribed") {
      const afterMs = at - known.unsubscribedAt;
      if (afterMs >= onItsWayMs) {
        known.toldData = true;
        return [verdicts.receivedUnsubscribed(channel, afterMs, entry)];
      }
      if (known.toldOnItsWay) return nothing;
      known.toldOnItsWay = true;
      return [verdicts.receivedOnItsWay(channel, afterMs, entry)];
    }
    known.toldData = true;
    return [verdicts.receivedUnconfirmed(channel, known.state, entry)];
  }

  /** `countsFromAt`: when the server began to answer; what was asked before it was kept until then. */
  tick(at: number, countsFromAt: number): readonly ObserverEvent[] {
    if (this.pending.size === 0) return nothing;
    const events: ObserverEvent[] = [];
    for (const subscription of this.pending) {
      const sinceAt = Math.max(subscription.askedAt, countsFromAt);
      if (at - sinceAt < confirmWithinMs) continue;
      this.pending.delete(subscription);
      subscription.state = "late";
      subscription.toldData = subscription.early > 0;
      events.push(missing(subscription, sinceAt));
    }
    return events;
  }

  private add(channel: string, state: State, at: number, entry: number, unsubscribedAt = 0): Subscription {
    const subscription: Subscription = {
      identifier: channel,
      state,
      askedAt: at,
      askedEntry: entry,
      lastAskedAt: at,
      resends: 0,
      unsubscribedAt,
      early: 0,
      earlyEntry: 0,
      toldDuplicate: false,
      toldAgain: false,
      toldRejection: false,
      toldOnItsWay: false,
      toldData: false,
    };
    this.subscriptions.set(channel, subscription);
    this.latest = undefined;
    if (state === "pending") this.pending.add(subscription);
    return subscription;
  }

  /** Whether to tell of an identifier that nobody subscribed to. */
  private isNews(channel: string): boolean {
    if (this.unknown.has(channel) || this.unknown.size >= maxUnknown) return false;
    this.unknown.add(channel);
    return true;
  }

  private confirmUnasked(channel: string, at: number, entry: number): readonly ObserverEvent[] {
    if (!this.isNews(channel)) return nothing;
    this.add(channel, "confirmed", at, 0);
    return [verdicts.confirmedUnasked(channel, entry)];
  }

  private dataUnknown(channel: string, entry: number): readonly ObserverEvent[] {
    if (!this.isNews(channel)) return nothing;
    const identifier = readIdentifier(channel);
    const similar = [...this.subscriptions.keys()].find((other) => sameMeaning(readIdentifier(other), identifier));
    return [verdicts.receivedUnknown(channel, similar, entry)];
  }

  private ignore(command: "perform" | "unsubscribe", channel: string, entry: number): readonly ObserverEvent[] {
    const key = `${command} ${channel}`;
    if (this.ignored.has(key) || this.ignored.size >= maxUnknown) return nothing;
    this.ignored.add(key);
    return [verdicts.commandIgnored(command, channel, entry)];
  }
}

function isLive({ state, early }: Subscription): boolean {
  return state === "confirmed" || (state === "late" && early > 0);
}

function missing(subscription: Subscription, sinceAt: number): ObserverEvent {
  const { identifier, askedEntry, resends, early, earlyEntry, unsubscribedAt } = subscription;
  return verdicts.neverConfirmed({
    channel: identifier,
    askedAt: sinceAt,
    askedEntry,
    resends,
    data: early,
    dataEntry: earlyEntry,
    afterUnsubscribe: unsubscribedAt > 0 && subscription.askedAt - unsubscribedAt < overtakenWithinMs,
  });
}
