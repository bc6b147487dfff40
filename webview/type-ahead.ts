/** Letters that are typed one after the other into a list: they go to what begins with them. Knows texts only. */

/** A pause of this length begins a new word. */
const pauseMs = 700;

export class TypeAhead {
  #word = "";
  #typedAt = Number.NEGATIVE_INFINITY;

  /** Another key came in between: the next letter begins a new word. */
  forget(): void {
    this.#typedAt = Number.NEGATIVE_INFINITY;
  }

  /** Index of the next text that begins so, from `at` on, round and round; one letter again and again goes further. */
  find(
    { key, timeStamp }: { readonly key: string; readonly timeStamp: number },
    texts: readonly string[],
    at: number,
  ): number | undefined {
    const letter = key.toLowerCase();
    const goesOn = timeStamp - this.#typedAt < pauseMs && this.#word !== letter;
    this.#word = goesOn ? this.#word + letter : letter;
    this.#typedAt = timeStamp;
    const first = goesOn ? at : at + 1;
    for (let step = 0; step < texts.length; step += 1) {
      const index = (first + step) % texts.length;
      if (texts[index]?.toLowerCase().startsWith(this.#word)) return index;
    }
    return undefined;
  }
}
