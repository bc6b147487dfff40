/**
 * Keeps, across the connections of a session, which channels were lost and when, and says how long each was blind once it is
 * confirmed again. Channels that come back together are told together.
 */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import { type BlindChannel, blindWindow } from "./silence-verdicts.ts";

/** How long to wait for the other channels of a reconnect before telling. */
const togetherMs = 1000;

interface Loss {
  readonly fromAt: number;
  readonly entry: number;
}

export class BlindWindows {
  private readonly lost = new Map<string, Loss>();
  private regained: BlindChannel[] = [];
  private tellAt = Number.POSITIVE_INFINITY;

  /** The connection that carried these channels is over; `fromAt` is the last that was heard of it. */
  lose(channels: readonly string[], fromAt: number, entry: number): void {
    for (const channel of channels) {
      if (!this.lost.has(channel)) this.lost.set(channel, { fromAt, entry });
    }
  }

  regain(identifier: string, at: number, entry: number): void {
    const loss = this.lost.get(identifier);
    if (!loss) return;
    this.lost.delete(identifier);
    this.regained.push({ identifier, fromAt: loss.fromAt, toAt: at, lostEntry: loss.entry, confirmedEntry: entry });
    this.tellAt = at + togetherMs;
  }

  /** Tells as soon as nothing lost is still being asked for, or it has taken long enough. */
  settle(at: number, isPending: (channel: string) => boolean): readonly ObserverEvent[] {
    if (this.regained.length === 0) return nothing;
    if (at < this.tellAt && [...this.lost.keys()].some(isPending)) return nothing;
    return this.flush();
  }

  flush(): readonly ObserverEvent[] {
    if (this.regained.length === 0) return nothing;
    const event = blindWindow(this.regained);
    this.regained = [];
    this.tellAt = Number.POSITIVE_INFINITY;
    return [event];
  }
}
