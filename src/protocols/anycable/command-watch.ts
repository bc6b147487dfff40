/**
 * Watches the commands that only AnyCable has: those that no server takes for want of a subscription, and the question who
 * is there. Also knows what is confirmed on this connection.
 */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import * as verdicts from "./session-verdicts.ts";

const presenceWithinMs = 3000;
/** Ignored commands that are told of, at most. */
const maxIgnored = 100;

export class CommandWatch {
  readonly confirmed = new Set<string>();
  /** Unsubscribed before they were confirmed. */
  private readonly abandoned = new Set<string>();
  private readonly asksPresence = new Map<string, { readonly at: number; readonly entry: number }>();
  private readonly ignored = new Set<string>();
  /** A recording may begin in the middle: then nothing is known of what was subscribed before. */
  private sawBeginning = false;

  begin(): void {
    this.sawBeginning = true;
  }

  subscribe(channel: string): void {
    this.abandoned.delete(channel);
  }

  unsubscribe(channel: string): void {
    if (!this.confirmed.delete(channel) && this.sawBeginning) this.abandoned.add(channel);
  }

  confirm(channel: string, entry: number): readonly ObserverEvent[] {
    if (this.abandoned.delete(channel)) return [verdicts.confirmedTooLate(channel, entry)];
    this.confirmed.add(channel);
    return nothing;
  }

  /** A command on a channel: told when nothing of that name is subscribed. */
  act(command: string, channel: string, entry: number): readonly ObserverEvent[] {
    const key = `${command} ${channel}`;
    if (!this.sawBeginning || this.confirmed.has(channel)) return nothing;
    if (this.ignored.has(key) || this.ignored.size >= maxIgnored) return nothing;
    this.ignored.add(key);
    return [verdicts.commandIgnored(command, channel, entry)];
  }

  askPresence(channel: string, at: number, entry: number): readonly ObserverEvent[] {
    this.asksPresence.set(channel, { at, entry });
    return this.act("presence", channel, entry);
  }

  presenceAnswered(channel: string): void {
    this.asksPresence.delete(channel);
  }

  tick(at: number): readonly ObserverEvent[] {
    if (this.asksPresence.size === 0) return nothing;
    const events: ObserverEvent[] = [];
    for (const [channel, asked] of this.asksPresence) {
      if (at - asked.at < presenceWithinMs) continue;
      this.asksPresence.delete(channel);
      events.push(verdicts.presenceUnanswered(channel, asked.entry));
    }
    return events;
  }

  end(): void {
    this.asksPresence.clear();
  }
}
