/** The filters that a person can have back: recent ones of the workspace, saved ones everywhere. Knows no filter language. */
import type * as vscode from "vscode";
import type { FilterChange, KeptFilters, SavedFilter } from "../../bridge/filters.ts";

const recentKey = "framescope.recentFilters";
const savedKey = "framescope.savedFilters";
const recentLimit = 30;
const savedLimit = 100;
/** Longer ones are no work of a person's hands. */
const filterLimit = 4_000;

export class FilterMemory {
  readonly #workspace: vscode.Memento;
  readonly #person: vscode.Memento;

  constructor(workspace: vscode.Memento, person: vscode.Memento) {
    this.#workspace = workspace;
    this.#person = person;
  }

  /** After this change, if there is one. */
  async filters(change?: FilterChange): Promise<KeptFilters> {
    if (change) await this.#change(change);
    return { recent: this.#workspace.get(recentKey, []), saved: this.#saved };
  }

  get #saved(): readonly SavedFilter[] {
    return this.#person.get<readonly SavedFilter[]>(savedKey, []);
  }

  async #change(change: FilterChange): Promise<void> {
    if (change.kind === "used") return this.#use(change.filter.trim());
    const name = change.name.trim();
    const others = this.#saved.filter((saved) => saved.name !== name);
    if (change.kind === "removed") return this.#person.update(savedKey, others);
    if (name === "") throw new Error("A saved filter needs a name.");
    if (change.filter.length > filterLimit) throw new Error("This filter is too long to be saved.");
    if (others.length >= savedLimit) throw new Error(`${savedLimit} filters are saved. Remove one first.`);
    const saved = [...others, { name, filter: change.filter.trim() }];
    await this.#person.update(
      savedKey,
      saved.sort((a, b) => a.name.localeCompare(b.name)),
    );
  }

  async #use(filter: string): Promise<void> {
    if (filter === "" || filter.length > filterLimit) return;
    const others = this.#workspace.get<readonly string[]>(recentKey, []).filter((recent) => recent !== filter);
    await this.#workspace.update(recentKey, [filter, ...others].slice(0, recentLimit));
  }
}
