/** Folds a run of the same finding: the first is told, the others are counted until it has been quiet for a while. */

/** A run has ended when nothing more came for so long. */
const quietMs = 10_000;

export interface StreakEnd {
  /** Beyond the first, which was told. */
  readonly more: number;
  readonly fromAt: number;
  readonly toAt: number;
}

export class Streak {
  private count = 0;
  private firstAt = 0;
  private lastAt = 0;

  /** True for the first of a run: tell it. */
  hit(at: number): boolean {
    this.count += 1;
    this.lastAt = at;
    if (this.count > 1) return false;
    this.firstAt = at;
    return true;
  }

  /** What was left untold, once the run is over by this moment. */
  settle(at: number): StreakEnd | undefined {
    return this.count > 0 && at - this.lastAt >= quietMs ? this.end() : undefined;
  }

  /** Ends the run now: the connection is over. */
  end(): StreakEnd | undefined {
    const more = this.count - 1;
    this.count = 0;
    return more > 0 ? { more, fromAt: this.firstAt, toAt: this.lastAt } : undefined;
  }
}
