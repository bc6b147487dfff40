/**
 * When the official client polls next, and whether it still asks for a stream (message-bus-client 4.5.2, `longPoller`).
 * Decides by numbers only; knows no connection.
 */

/** How a poll ended, as the official client sees it. */
export type PollOutcome =
  /** `gotData`: a reply in one piece that held something. Blocks of a stream do not count. */
  | { readonly kind: "answered"; readonly gotData: boolean }
  /** `retryAfter` is the header's text. */
  | { readonly kind: "rate limited"; readonly retryAfter: string | undefined }
  | { readonly kind: "aborted" }
  | { readonly kind: "failed" };

export interface Delay {
  readonly afterMs: number;
  /** By which rule, in a few words. */
  readonly rule: string;
}

const minPollIntervalMs = 100;
const maxPollIntervalMs = 180_000;
const shortestRateLimitS = 15;
/** Failures are spaced by it, also on hidden pages. */
const callbackIntervalMs = 15_000;
/** A reply whose first block has not come by then is taken to be held back by a proxy. */
export const firstChunkTimeoutMs = 3000;
/** So many polls after that are not streamed. */
const retryChunkedAfterRequests = 30;

export class PollSchedule {
  readonly #intervalMs: number;
  readonly #isLongPolling: boolean;
  #failures = 0;
  #unchunkedPolls = 0;

  /** `isLongPolling`: the page is visible. */
  constructor(intervalMs: number, isLongPolling: boolean) {
    this.#intervalMs = intervalMs;
    this.#isLongPolling = isLongPolling;
  }

  /** Polls that will still go without streaming. */
  get unchunkedPolls(): number {
    return this.#unchunkedPolls;
  }

  /** Whether the poll that starts now may ask for a stream. */
  takeChunked(): boolean {
    if (this.#unchunkedPolls === 0) return true;
    this.#unchunkedPolls -= 1;
    return false;
  }

  firstChunkMissing(): void {
    this.#unchunkedPolls = retryChunkedAfterRequests;
  }

  /** A block came, whatever became of the poll: the server works. */
  delivered(): void {
    this.#failures = 0;
  }

  /** `lastedMs`: since the poll that ended had started. */
  next(outcome: PollOutcome, lastedMs: number): Delay {
    if (outcome.kind === "failed") this.#failures += 1;
    if (outcome.kind === "answered") this.#failures = 0;
    if (outcome.kind === "rate limited") return rateLimited(outcome.retryAfter);
    if (outcome.kind === "aborted") return { afterMs: minPollIntervalMs, rule: "the last was ended by us" };
    if (this.#failures > 2) {
      const stepMs = this.#isLongPolling ? this.#intervalMs : callbackIntervalMs;
      const afterMs = Math.min(stepMs * this.#failures, maxPollIntervalMs);
      return { afterMs, rule: `${this.#failures} failures in a row` };
    }
    const gotData = outcome.kind === "answered" && outcome.gotData;
    if (this.#isLongPolling && gotData) return { afterMs: minPollIntervalMs, rule: "the last brought something" };
    const afterMs = Math.max(this.#intervalMs - lastedMs, minPollIntervalMs);
    return { afterMs, rule: outcome.kind === "failed" ? "the last failed" : "counted from the last one's start" };
  }
}

/** `parseInt`, so an HTTP date is not understood and means the least. */
function rateLimited(retryAfter: string | undefined): Delay {
  const seconds = Number(/^\s*([+-]?\d+)/.exec(retryAfter ?? "")?.[1] ?? 0);
  return { afterMs: Math.max(seconds, shortestRateLimitS) * 1000, rule: "429: the server limits how often we may ask" };
}
