/** Something that is read again and again, in the background: of readings that overtake each other only the last one counts. */

export class LatestReading<T> {
  readonly #read: () => Promise<T>;
  readonly #take: (found: T) => void;
  #started = 0;
  #latest: Promise<void> = Promise.resolve();

  /** `take` is told what was found, unless another reading has begun since. */
  constructor(read: () => Promise<T>, take: (found: T) => void) {
    this.#read = read;
    this.#take = take;
  }

  /** Resolves when what is newest has been taken: an overtaken reading waits for the one that overtook it. */
  again(): Promise<void> {
    this.#started += 1;
    this.#latest = this.#run(this.#started);
    return this.#latest;
  }

  async #run(reading: number): Promise<void> {
    const found = await this.#read();
    if (reading !== this.#started) return this.#latest;
    this.#take(found);
  }
}
