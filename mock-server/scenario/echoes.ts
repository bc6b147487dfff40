/**
 * Own publications that come back later, from a hub that is shared with others: how many links were behind each, since by
 * then nothing else tells it from what somebody else has published.
 */

/** When more wait, all are forgotten: some never come back. */
const mostWaiting = 10_000;

export class Echoes {
  readonly #links = new Map<string, number[]>();
  #waiting = 0;

  expect(topic: string, data: unknown, links: number): void {
    if (this.#waiting >= mostWaiting) this.#forgetAll();
    const name = nameOf(topic, data);
    const same = this.#links.get(name);
    if (same) same.push(links);
    else this.#links.set(name, [links]);
    this.#waiting += 1;
  }

  /** Undefined for what is not ours. */
  take(topic: string | undefined, data: unknown): number | undefined {
    if (this.#waiting === 0) return undefined;
    const name = nameOf(topic, data);
    const same = this.#links.get(name);
    const links = same?.shift();
    if (links === undefined) return undefined;
    this.#waiting -= 1;
    if (same?.length === 0) this.#links.delete(name);
    return links;
  }

  #forgetAll(): void {
    this.#links.clear();
    this.#waiting = 0;
  }
}

function nameOf(topic: string | undefined, data: unknown): string {
  return JSON.stringify([topic, data]);
}
