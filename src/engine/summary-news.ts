/** Tells a session's summary after each change, soon and not too often; and again until its rate has fallen to 0. */
import type { SessionSummary } from "../bridge/engine-api.ts";
import { Pace } from "./pace.ts";

/** A rate falls although nothing happens any more, so it must be told again. */
const rateFallsMs = 250;

export class SummaryNews {
  readonly #pace = new Pace(() => this.#tell());
  readonly #summary: () => SessionSummary;
  readonly #told: (summary: SessionSummary) => void;
  #falling: NodeJS.Timeout | undefined;

  constructor(summary: () => SessionSummary, told: (summary: SessionSummary) => void) {
    this.#summary = summary;
    this.#told = told;
  }

  /** Something is different. */
  touch(): void {
    this.#pace.touch();
  }

  /** Nothing is told any more. */
  stop(): void {
    this.#pace.stop();
    clearTimeout(this.#falling);
  }

  #tell(): void {
    const summary = this.#summary();
    this.#told(summary);
    if (summary.ratePerSecond === 0) return;
    clearTimeout(this.#falling);
    this.#falling = setTimeout(() => this.touch(), rateFallsMs);
  }
}
