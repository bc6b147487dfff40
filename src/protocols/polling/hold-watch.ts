/** Watches how long the server holds: which style of polling this is, and after how long it gives up waiting. */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import * as verdicts from "./hold-verdicts.ts";
import type { Poll } from "./poll.ts";
import { longHoldMs, type PollStyle, StyleFinder } from "./poll-style.ts";

/** So many holds in a row that end alike make a time limit. */
const alike = 3;

export class HoldWatch {
  readonly #finder = new StyleFinder();
  /** The last holds that ended with nothing, at most `alike`. */
  #idleHolds: number[] = [];
  #toldLimitMs = 0;
  #lastBody = "";
  #asked = "";

  get style(): PollStyle | undefined {
    return this.#finder.style;
  }

  /** Give it each fine answer whose hold is known. */
  answered(poll: Poll, holdMs: number): readonly ObserverEvent[] {
    const before = this.#finder.style;
    const body = poll.reply?.kind === "reply" ? poll.reply.raw : "";
    const { url, headers } = poll.handshake.request;
    const asked = JSON.stringify([url, headers]);
    const hasMoved = asked !== this.#asked;
    this.#asked = asked;
    const isNews = poll.isNews && (hasMoved || body !== this.#lastBody);
    if (poll.isNews) this.#lastBody = body;
    const events: ObserverEvent[] = [];
    if (this.#finder.answered({ holdMs, isNews, hasMoved }) && this.#finder.style !== undefined)
      events.push(verdicts.styleFound(this.#finder.style, before, holdMs, poll.evidence));
    if (poll.isNews || holdMs < longHoldMs) return events;
    return [...events, ...this.#idle(holdMs, poll)];
  }

  #idle(holdMs: number, poll: Poll): readonly ObserverEvent[] {
    this.#idleHolds.push(holdMs);
    if (this.#idleHolds.length > alike) this.#idleHolds.shift();
    if (this.#idleHolds.length < alike) return nothing;
    const shortest = Math.min(...this.#idleHolds);
    const longest = Math.max(...this.#idleHolds);
    if (!isNear(shortest, longest) || isNear(this.#toldLimitMs, longest)) return nothing;
    const limitMs = this.#idleHolds.reduce((sum, ms) => sum + ms, 0) / alike;
    this.#toldLimitMs = limitMs;
    return [verdicts.serverTimeoutFound(limitMs, poll.status, poll.evidence)];
  }
}

/** Within a twentieth or 300 ms, whichever is more. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= Math.max(300, 0.05 * Math.max(a, b));
}
