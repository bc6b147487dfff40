/** A list of whole numbers below 2^32 that grows and changes at its end only, in four to eight bytes each. */

export class NumberList {
  #values = new Uint32Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The caller stays within the list. */
  at(index: number): number {
    return this.#values[index] as number;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Uint32Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** The caller has looked that there is one. */
  setLast(value: number): void {
    this.#values[this.#length - 1] = value;
  }

  pop(): void {
    if (this.#length > 0) this.#length -= 1;
  }

  clear(): void {
    this.#values = new Uint32Array(256);
    this.#length = 0;
  }
}

/** How many of the first `length` indexes hold, where those that hold come first. */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
