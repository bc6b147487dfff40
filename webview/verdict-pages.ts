/** The verdicts that are to be seen, in pages, newest first. Keeps what it has until something newer is here. Draws nothing. */
import type { VerdictFilter, VerdictItem, VerdictPage } from "../src/bridge/overview.ts";

const verdictPageSize = 100;

export type LoadVerdicts = (filter: VerdictFilter, from: number, count: number) => Promise<VerdictPage>;

export class VerdictPages {
  total = 0;
  readonly #changed: () => void;
  #pages = new Map<number, readonly VerdictItem[]>();
  /** What the pages are of: another filter, or more verdicts, make them old. */
  #key = "";
  #old = new Set<number>();
  readonly #asking = new Set<string>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  item(index: number): VerdictItem | undefined {
    return this.#pages.get(Math.floor(index / verdictPageSize))?.[index % verdictPageSize];
  }

  /** Where a verdict is, if it is among those that are here. */
  indexOf(seq: number): number | undefined {
    for (const [page, items] of this.#pages) {
      const index = items.findIndex((item) => item.seq === seq);
      if (index >= 0) return page * verdictPageSize + index;
    }
    return undefined;
  }

  /** Asks for what is missing or old between two indexes. `version` changes when there are other verdicts. */
  want(load: LoadVerdicts, filter: VerdictFilter, version: string, first: number, last: number): void {
    const filterKey = JSON.stringify(filter);
    const key = `${version} ${filterKey}`;
    if (key !== this.#key) {
      if (!this.#key.endsWith(` ${filterKey}`)) this.#pages = new Map();
      this.#key = key;
      this.#old = new Set(this.#pages.keys());
    }
    for (let page = Math.floor(first / verdictPageSize); page <= Math.floor(last / verdictPageSize); page += 1)
      if (!this.#pages.has(page) || this.#old.has(page)) void this.#load(load, filter, key, page);
  }

  async #load(load: LoadVerdicts, filter: VerdictFilter, key: string, page: number): Promise<void> {
    const asked = `${key} ${page}`;
    if (this.#asking.has(asked)) return;
    this.#asking.add(asked);
    try {
      const { total, items } = await load(filter, page * verdictPageSize, verdictPageSize);
      if (key !== this.#key) return;
      this.total = total;
      this.#pages.set(page, items);
      this.#old.delete(page);
    } catch {
      // The next change asks again.
    } finally {
      this.#asking.delete(asked);
      this.#changed();
    }
  }
}
