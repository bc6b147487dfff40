/**
 * Watches one connection for silence: no welcome, no ping, nothing at all. Both readings of "stale" are kept, since clients
 * differ: any message counts from Rails 7.2 on, only pings and the welcome before.
 */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import { staleAfterMs } from "./monitor.ts";
import * as verdicts from "./silence-verdicts.ts";

export class SilenceWatch {
  private readonly openedAt: number;
  private readonly openedEntry: number;
  /** From when the server counts as talking: its welcome, or whatever it said instead. */
  private talkingAt: number | undefined;
  private receivedAt: number;
  private receivedEntry: number;
  private pingedAt: number;
  private pingedEntry: number;
  private told: "nothing" | "no welcome" | "pings missing" | "stale" = "nothing";

  constructor(openedAt: number, openedEntry: number) {
    this.openedAt = openedAt;
    this.openedEntry = openedEntry;
    this.receivedAt = openedAt;
    this.receivedEntry = openedEntry;
    this.pingedAt = openedAt;
    this.pingedEntry = openedEntry;
  }

  /** When the server began to talk; undefined until then. */
  get startedAt(): number | undefined {
    return this.talkingAt;
  }

  /** True when this message ends no silence and starts none. The hot path. */
  passes(at: number, entry: number): boolean {
    if (this.talkingAt === undefined || this.told === "stale" || at - this.receivedAt > staleAfterMs) return false;
    this.receivedAt = at;
    this.receivedEntry = entry;
    return true;
  }

  received(at: number, entry: number): readonly ObserverEvent[] {
    const before = this.tick(at);
    const after = this.told === "stale" ? this.end("messages", this.receivedAt, at, entry) : nothing;
    // A new silence begins here for pings as well: what was told as a whole is not told again in part.
    if (after.length > 0) this.pingAt(at, entry);
    this.receivedAt = at;
    this.receivedEntry = entry;
    return before.length > 0 ? [...before, ...after] : after;
  }

  /** A ping or the welcome: a sign of life for every client. */
  pinged(at: number, entry: number): readonly ObserverEvent[] {
    const ended = this.received(at, entry);
    const more = this.told === "pings missing" ? this.end("pings", this.pingedAt, at, entry) : nothing;
    this.pingAt(at, entry);
    return more.length > 0 ? [...ended, ...more] : ended;
  }

  /** The server talks: its welcome, or whatever it said first. */
  talking(at: number, entry: number): readonly ObserverEvent[] {
    if (this.talkingAt !== undefined) return nothing;
    this.talkingAt = at;
    this.receivedAt = at;
    this.receivedEntry = entry;
    this.pingAt(at, entry);
    if (this.told !== "no welcome") return nothing;
    this.told = "nothing";
    return [verdicts.welcomedLate(this.openedAt, at, entry)];
  }

  tick(at: number): readonly ObserverEvent[] {
    if (this.talkingAt === undefined) {
      if (this.told !== "nothing" || at - this.openedAt < staleAfterMs) return nothing;
      this.told = "no welcome";
      return [verdicts.connectedWithoutWelcome(this.openedAt, this.openedEntry)];
    }
    if (this.told === "stale") return nothing;
    if (at - this.receivedAt > staleAfterMs) {
      this.told = "stale";
      return [verdicts.wentStale(this.receivedAt, this.receivedEntry)];
    }
    if (this.told === "pings missing" || at - this.pingedAt <= staleAfterMs) return nothing;
    this.told = "pings missing";
    return [verdicts.pingsMissing(this.pingedAt, this.pingedEntry)];
  }

  private pingAt(at: number, entry: number): void {
    this.pingedAt = at;
    this.pingedEntry = entry;
  }

  private end(what: string, fromAt: number, at: number, entry: number): readonly ObserverEvent[] {
    this.told = "nothing";
    return [verdicts.silenceEnded(what, fromAt, at, entry)];
  }
}
