/**
 * Watches when things arrive on one connection, for signs that something on the way holds them back. Knows nothing of
 * what they are.
 */

/** So many events in one arrival look like they were collected. */
const eventsInLump = 3;
/** Nothing came for this long before it. */
const silenceBeforeLumpMs = 1000;
/** So many lumps in a row, with no event alone in between, are no accident. */
const lumpsToSuspect = 3;

export class Arrivals {
  #frame = -1;
  #at: number;
  #eventsInFrame = 0;
  #silenceMs = 0;
  /** The first arrival is often a replay, which comes in one piece for good reason. */
  #isFirst = true;
  #lumps = 0;

  constructor(openedAt: number) {
    this.#at = openedAt;
  }

  /** Returns how many lumps came in a row, once there are enough to tell. */
  event(frame: number, at: number): number | undefined {
    if (frame !== this.#frame) this.#nextFrame(frame, at);
    this.#eventsInFrame += 1;
    if (this.#isFirst || this.#eventsInFrame !== eventsInLump || this.#silenceMs < silenceBeforeLumpMs)
      return undefined;
    this.#lumps += 1;
    return this.#lumps === lumpsToSuspect ? this.#lumps : undefined;
  }

  #nextFrame(frame: number, at: number): void {
    const wasLump = this.#eventsInFrame >= eventsInLump && this.#silenceMs >= silenceBeforeLumpMs;
    if (this.#eventsInFrame > 0 && !wasLump) this.#lumps = 0;
    this.#isFirst = this.#frame === -1;
    this.#silenceMs = at - this.#at;
    this.#frame = frame;
    this.#at = at;
    this.#eventsInFrame = 0;
  }
}
