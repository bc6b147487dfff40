/**
 * Watches, across the connections of a session, which subscriptions were lost and came back, whether history was asked for,
 * and what became of it. Knows no offsets.
 */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import * as verdicts from "./history-verdicts.ts";
import type { HistoryRequest } from "./messages.ts";

const answerWithinMs = 3000;
/** A client that asks for history does so at once. */
const asksWithinMs = 1000;

interface Ask {
  readonly request: HistoryRequest;
  readonly askedAt: number;
  readonly entry: number;
  /** With the subscribe: it is answered after the confirmation, and not at all if there is none. */
  readonly withSubscribe: boolean;
  replayed: number;
  repeats: number;
}

export interface Loss {
  readonly fromAt: number;
  readonly entry: number;
  /** The server said why: `server_restart`. */
  readonly reason: string | undefined;
}

interface Return extends Loss {
  readonly toAt: number;
  readonly entryBack: number;
}

export class HistoryWatch {
  private readonly lost = new Map<string, Loss>();
  private readonly returned = new Map<string, Return>();
  private readonly asked = new Map<string, Ask>();

  isAwaiting(identifier: string): boolean {
    return this.asked.has(identifier);
  }

  /** Subscriptions that were live when the connection ended. */
  lose(identifiers: Iterable<string>, loss: Loss): void {
    for (const identifier of identifiers) {
      const since = this.returned.get(identifier) ?? this.lost.get(identifier);
      this.lost.set(identifier, since ?? loss);
      this.returned.delete(identifier);
    }
    this.asked.clear();
  }

  get wasLost(): readonly string[] {
    return [...this.lost.keys()];
  }

  regain(identifier: string, at: number, entry: number): void {
    const loss = this.lost.get(identifier);
    if (!loss) return;
    this.lost.delete(identifier);
    this.returned.set(identifier, { ...loss, toAt: at, entryBack: entry });
  }

  ask(identifier: string, request: HistoryRequest, at: number, entry: number, withSubscribe: boolean): void {
    this.asked.set(identifier, { request, askedAt: at, entry, withSubscribe, replayed: 0, repeats: 0 });
  }

  /** Rejected or unsubscribed: no answer is due any more. */
  forget(identifier: string): void {
    this.asked.delete(identifier);
    this.lost.delete(identifier);
    this.returned.delete(identifier);
  }

  /** A message with a position. False when no history explains it. */
  replay(identifier: string, isRepeat: boolean): boolean {
    const ask = this.asked.get(identifier);
    if (ask === undefined) return false;
    ask.replayed += 1;
    if (isRepeat) ask.repeats += 1;
    return true;
  }

  confirm(identifier: string, at: number, entry: number): readonly ObserverEvent[] {
    const ask = this.take(identifier);
    if (ask === undefined) return [verdicts.answeredUnasked(identifier, "confirmed", entry)];
    const back = this.returned.get(identifier);
    this.returned.delete(identifier);
    const { replayed, repeats } = ask;
    const answer = { identifier, replayed, repeats, latencyMs: at - ask.askedAt, evidence: [ask.entry, entry] };
    const events: ObserverEvent[] = [];
    if (back) events.push(verdicts.resumed(answer, back.fromAt, back.toAt, ask.request));
    else if (replayed > 0) events.push(verdicts.historyReceived(answer, ask.request));
    if (repeats > 0) events.push(verdicts.repeatedByHistory(answer));
    return events;
  }

  reject(identifier: string, at: number, entry: number, hasPositions: boolean): readonly ObserverEvent[] {
    const ask = this.take(identifier);
    if (ask === undefined) return [verdicts.answeredUnasked(identifier, "rejected", entry)];
    const back = this.returned.get(identifier);
    this.returned.delete(identifier);
    const away = back ? { fromAt: back.fromAt, toAt: at, reason: back.reason } : undefined;
    const evidence = [...(back ? [back.entry] : []), ask.entry, entry].filter((seq) => seq > 0);
    return [verdicts.historyRejected({ identifier, request: ask.request, away, hasPositions, evidence })];
  }

  tick(at: number, extended: boolean, isConfirmed: (identifier: string) => boolean): readonly ObserverEvent[] {
    if (this.asked.size === 0 && this.returned.size === 0) return nothing;
    const events: ObserverEvent[] = [];
    for (const [identifier, ask] of this.asked) {
      if (at - ask.askedAt < answerWithinMs || (ask.withSubscribe && !isConfirmed(identifier))) continue;
      this.asked.delete(identifier);
      events.push(verdicts.historyUnanswered(identifier, ask.request, extended, ask.entry));
    }
    for (const [identifier, back] of this.returned) {
      if (this.asked.has(identifier) || at - back.toAt < asksWithinMs) continue;
      this.returned.delete(identifier);
      events.push(verdicts.blindWindow(identifier, back.fromAt, back.toAt, [back.entry, back.entryBack]));
    }
    return events.length > 0 ? events : nothing;
  }

  private take(identifier: string): Ask | undefined {
    const ask = this.asked.get(identifier);
    this.asked.delete(identifier);
    return ask;
  }
}
