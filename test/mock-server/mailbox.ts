/** Collects what arrives at any time, and lets a test wait for it in order. */

export class Mailbox<T> {
  readonly all: T[] = [];
  #taken = 0;
  #wake: (() => void) | undefined;

  readonly put = (item: T): void => {
    this.all.push(item);
    this.#wake?.();
  };

  /** The next one that was not taken yet. Never comes if none does: the test's own time limit ends it. */
  async take(): Promise<T> {
    while (this.#taken >= this.all.length) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    this.#taken += 1;
    return this.all[this.#taken - 1] as T;
  }

  /** Takes until one fits, and returns it. */
  async takeUntil(fits: (item: T) => boolean): Promise<T> {
    let item = await this.take();
    while (!fits(item)) item = await this.take();
    return item;
  }
}
