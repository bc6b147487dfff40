/**
 * Tells short from long polling by how the server behaves, whatever it is called. Client and observer use the same
 * rule, so that they never disagree.
 */
export type PollStyle = "short" | "long";

/** A hold of at least this long is no accident of the network. */
export const longHoldMs = 1000;
/** One slow answer makes no long poll. */
const holdsNeeded = 2;
/** So many quick answers with news, the position unmoved, show a server that tells its state each time. */
const quickNeeded = 3;
/** With a position that moves they may be a backlog, one item an answer; but no backlog is endless. */
const quickAndMovedNeeded = 50;

export interface Answered {
  readonly holdMs: number;
  /** It had something new. */
  readonly isNews: boolean;
  /** The next request says another position than this one did. */
  readonly hasMoved: boolean;
}

/** Give it each fine answer in turn; `style` is undefined until something speaks for one. */
export class StyleFinder {
  style: PollStyle | undefined;
  #holds = 0;
  #quick = 0;
  #quickAndMoved = 0;

  /** Returns true when the style was found or has changed. */
  answered({ holdMs, isNews, hasMoved }: Answered): boolean {
    const before = this.style;
    if (holdMs >= longHoldMs) {
      this.#holds += 1;
      this.#quick = 0;
      this.#quickAndMoved = 0;
      if (this.#holds >= holdsNeeded) this.style = "long";
    } else if (!isNews) {
      // With nothing to tell, a server that holds would have held.
      this.#holds = 0;
      this.style = "short";
    } else {
      if (hasMoved) this.#quickAndMoved += 1;
      else this.#quick += 1;
      const isShort = this.#quick >= quickNeeded || this.#quickAndMoved >= quickAndMovedNeeded;
      if (this.style === undefined && isShort) this.style = "short";
    }
    return this.style !== before;
  }
}
