/** Watches the rhythm of polls: whether they come as evenly as they did, and what they cost for what they bring. */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import { intervalDrifted, trafficSummed } from "./pace-verdicts.ts";
import type { Poll } from "./poll.ts";

/** Gaps that make up what is usual. */
const remembered = 15;
const neededForUsual = 5;
/** Told first after so many polls, then each time when there are twice as many. */
const firstSum = 20;

export class PaceWatch {
  #gaps: number[] = [];
  #lastEndAt: number | undefined;
  #lastEntry = 0;
  #isLate = false;
  #sum = { polls: 0, news: 0, headerBytes: 0, bodyBytes: 0, holdMs: 0, gapMs: 0 };
  #sumAt = firstSum;

  /** Give it each fine answer at the end of its body. */
  answered(poll: Poll, endAt: number): readonly ObserverEvent[] {
    const gapMs =
      this.#lastEndAt === undefined || poll.holdMs === undefined ? undefined : poll.startedAt - this.#lastEndAt;
    const events = gapMs === undefined ? nothing : this.#gap(Math.max(0, gapMs), poll);
    this.#lastEndAt = endAt;
    this.#lastEntry = poll.entry;
    return [...events, ...this.#count(poll, gapMs ?? 0)];
  }

  /** A failure makes a client pause on purpose: the gap that follows says nothing. */
  interrupted(): void {
    this.#lastEndAt = undefined;
  }

  #gap(gapMs: number, poll: Poll): readonly ObserverEvent[] {
    const sorted = [...this.#gaps].sort((a, b) => a - b);
    const usualMs = sorted[Math.floor(sorted.length / 2)] ?? 0;
    const isLate = sorted.length >= neededForUsual && gapMs > 2 * usualMs + 1000;
    // What is late once is told; what stays late is the new usual, which the list learns by itself.
    const isNews = isLate && !this.#isLate;
    this.#isLate = isLate;
    this.#gaps.push(gapMs);
    if (this.#gaps.length > remembered) this.#gaps.shift();
    return isNews
      ? [intervalDrifted(poll.startedAt - gapMs, poll.startedAt, usualMs, [this.#lastEntry, poll.entry])]
      : nothing;
  }

  #count(poll: Poll, gapMs: number): readonly ObserverEvent[] {
    const sum = this.#sum;
    sum.polls += 1;
    if (poll.isNews) sum.news += 1;
    sum.headerBytes += poll.headerBytes;
    sum.bodyBytes += poll.bodyBytes;
    sum.holdMs += poll.holdMs ?? 0;
    sum.gapMs += Math.max(0, gapMs);
    if (sum.polls < this.#sumAt) return nothing;
    this.#sumAt *= 2;
    return [trafficSummed(sum, poll.handshake.stream !== undefined, [poll.entry])];
  }
}
