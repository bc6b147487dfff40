/**
 * A list of whole numbers below 2^32 that grows and changes at its end, and is dropped from at its front, in four to
 * eight bytes each. All of it takes constant time, but for making room now and then.
 */

const firstRoom = 256;

export class NumberList {
  #values = new Uint32Array(firstRoom);
  /** Where the list begins in `#values`, and what is to be taken away from each value. */
  #start = 0;
  #less = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The caller stays within the list. */
  at(index: number): number {
    return (this.#values[this.#start + index] as number) - this.#less;
  }

  push(value: number): void {
    if (this.#start + this.#length === this.#values.length) this.#makeRoom();
    this.#values[this.#start + this.#length] = value + this.#less;
    this.#length += 1;
  }

  /** The caller stays within the list. */
  set(index: number, value: number): void {
    this.#values[this.#start + index] = value + this.#less;
  }

  /** The caller has looked that there is one. */
  setLast(value: number): void {
    this.set(this.#length - 1, value);
  }

  pop(): void {
    if (this.#length > 0) this.#length -= 1;
  }

  /** Forgets the first so many, and takes `less` away from all that stay. */
  dropFirst(count: number, less: number): void {
    this.#start += count;
    this.#length -= count;
    this.#less += less;
  }

  clear(): void {
    this.#values = new Uint32Array(firstRoom);
    this.#start = 0;
    this.#less = 0;
    this.#length = 0;
  }

  /** Where half of it has been dropped, there is room enough at the front. */
  #makeRoom(): void {
    const values = new Uint32Array(Math.max(firstRoom, this.#length * 2));
    for (let index = 0; index < this.#length; index += 1) values[index] = this.at(index);
    this.#values = values;
    this.#start = 0;
    this.#less = 0;
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
