/** Streams whose connection ended, kept until the connection that continues them opens. Judges nothing. */
import type { IdSequence } from "./id-sequence.ts";

export interface LeftStream {
  /** What is asked for, and by whom. */
  readonly place: string;
  /** When something last came. */
  readonly lastAt: number;
  /** Empty when no id ever came. */
  readonly lastId: string;
  readonly ids: IdSequence;
  readonly livedMs: number;
  /** The row of its end. */
  readonly entry: number;
}

/** A recording proxy may see many clients that never come back; the oldest are forgotten. */
const maxLeft = 200;

export class LeftStreams {
  #streams: LeftStream[] = [];

  leave(stream: LeftStream): void {
    this.#streams.push(stream);
    if (this.#streams.length > maxLeft) this.#streams.shift();
  }

  /** The one that ended with the id that is asked for, else the one at this place that has waited longest. */
  take(place: string, askedId: string): LeftStream | undefined {
    const waiting = this.#streams.filter((stream) => stream.place === place);
    const found = waiting.find((stream) => stream.lastId === askedId) ?? waiting[0];
    if (found) this.#streams = this.#streams.filter((stream) => stream !== found);
    return found;
  }
}
