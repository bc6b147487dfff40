/** Listens to an engine's events, so that a test can wait for what it needs to see instead of for time. */
import type { EngineEvents, SessionSummary, VerdictNotice } from "../../src/bridge/engine-api.ts";
import type { OverviewTick } from "../../src/bridge/overview.ts";
import type { ViewState } from "../../src/bridge/rows.ts";
import type { TransferOutcome, TransferState } from "../../src/bridge/transfer.ts";
import type { MockState } from "../../src/model/mock.ts";

interface Waiting {
  readonly isMet: () => boolean;
  readonly resolve: () => void;
}

export class Witness implements EngineEvents {
  /** The newest summary of each session. */
  readonly sessions = new Map<string, SessionSummary>();
  readonly states: ViewState[] = [];
  readonly verdicts: VerdictNotice[] = [];
  readonly overviews: OverviewTick[] = [];
  readonly mocks: MockState[] = [];
  readonly forgotten: string[] = [];
  readonly logged: string[] = [];
  readonly outcomes = new Map<string, TransferOutcome>();
  readonly progress: number[] = [];
  #waiting: Waiting[] = [];

  /** Resolves once it holds, after whichever event made it so. */
  until(isMet: () => boolean): Promise<void> {
    if (isMet()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiting.push({ isMet, resolve });
    });
  }

  sessionChanged(session: SessionSummary): void {
    this.sessions.set(session.id, session);
    this.#look();
  }

  sessionForgotten(session: string): void {
    this.forgotten.push(session);
    this.#look();
  }

  verdict(notice: VerdictNotice): void {
    this.verdicts.push(notice);
    this.#look();
  }

  viewChanged(state: ViewState): void {
    this.states.push(state);
    this.#look();
  }

  overviewChanged(tick: OverviewTick): void {
    this.overviews.push(tick);
    this.#look();
  }

  mockChanged(state: MockState): void {
    this.mocks.push(state);
    this.#look();
  }

  transferChanged(state: TransferState): void {
    if (state.outcome) this.outcomes.set(state.transfer, state.outcome);
    else this.progress.push(state.progress);
    this.#look();
  }

  /** What came of a transfer. */
  async outcome(transfer: string): Promise<TransferOutcome> {
    await this.until(() => this.outcomes.has(transfer));
    return this.outcomes.get(transfer) as TransferOutcome;
  }

  log(level: "info" | "warn" | "error", text: string): void {
    this.logged.push(`${level}: ${text}`);
    this.#look();
  }

  #look(): void {
    const met = this.#waiting.filter(({ isMet }) => isMet());
    this.#waiting = this.#waiting.filter((waiting) => !met.includes(waiting));
    for (const { resolve } of met) resolve();
  }
}
