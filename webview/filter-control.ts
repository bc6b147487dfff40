/**
 * What a person does with filters besides typing one: adds and takes away terms, shows a row among its neighbours and
 * comes back, keeps filters. Owns the kept ones, the words to complete with, and the way back. Knows no component.
 */
import type { FilterChange, KeptFilters } from "../src/bridge/filters.ts";
import type { TimelineHost } from "../src/bridge/timeline-api.ts";
import { type FilterWords, noWords } from "../src/filter/complete.ts";
import { addTerm, hasTerm, negatedTerm, removeTerm } from "../src/filter/terms.ts";

/** The part of the store that filters need. */
export interface Filtered {
  readonly host: TimelineHost;
  readonly options: { readonly filter: string };
  readonly selection: { readonly seq: number | undefined };
  setOptions(change: { readonly filter: string }): Promise<void>;
  attempt<Result>(call: (host: TimelineHost) => Promise<Result>): Promise<Result | undefined>;
  changed(): void;
}

/** Terms of which only one makes sense. */
const directions = ["dir:sent", "dir:received"];

export class FilterControl {
  words = noWords;
  kept: KeptFilters = { recent: [], saved: [] };
  /** The filter that was dropped to show a row among its neighbours. */
  back: string | undefined;
  readonly #store: Filtered;

  constructor(store: Filtered) {
    this.#store = store;
  }

  /** Whoever is about to type wants the words of the capture as it is now. */
  async prepare(): Promise<void> {
    const { host, selection } = this.#store;
    // One by one as they come: words of a large capture take longer, and what is kept may be newer by then.
    const kept = host.filters().then((kept) => this.#learn({ kept }));
    const words = host.filterWords(selection.seq).then((words) => this.#learn({ words }));
    // Without them one types the words oneself.
    await Promise.allSettled([kept, words]);
  }

  async apply(filter: string): Promise<void> {
    this.back = undefined;
    await this.#store.setOptions({ filter });
  }

  /** Only what has this, besides what is asked for already. */
  async by(term: string): Promise<void> {
    await this.#use(addTerm(this.#filter, term));
  }

  async exclude(term: string): Promise<void> {
    await this.#use(addTerm(this.#filter, negatedTerm(term)));
  }

  async toggle(term: string): Promise<void> {
    if (hasTerm(this.#filter, term)) return this.apply(removeTerm(this.#filter, term));
    const rivals = directions.includes(term) ? directions : [];
    const rest = rivals.reduce((filter, rival) => removeTerm(filter, rival), this.#filter);
    await this.apply(addTerm(rest, term));
  }

  /** The selected row stays where it is, with everything around it. */
  async showAll(): Promise<void> {
    const dropped = this.#filter;
    await this.#store.setOptions({ filter: "" });
    this.back = dropped;
    this.#store.changed();
    await this.remember(dropped);
  }

  async goBack(): Promise<void> {
    if (this.back !== undefined) await this.apply(this.back);
  }

  async remember(filter: string): Promise<void> {
    if (filter.trim() !== "" && this.kept.recent[0] !== filter.trim()) await this.#keep({ kind: "used", filter });
  }

  async save(name: string): Promise<void> {
    await this.#keep({ kind: "saved", name, filter: this.#filter });
  }

  async remove(name: string): Promise<void> {
    await this.#keep({ kind: "removed", name });
  }

  get #filter(): string {
    return this.#store.options.filter;
  }

  async #use(filter: string): Promise<void> {
    await this.apply(filter);
    await this.remember(filter);
  }

  async #keep(change: FilterChange): Promise<void> {
    const kept = await this.#store.attempt((host) => host.filters(change));
    this.#learn(kept ? { kept } : {});
  }

  #learn(news: { readonly words?: FilterWords; readonly kept?: KeptFilters }): void {
    Object.assign(this, news);
    this.#store.changed();
  }
}
