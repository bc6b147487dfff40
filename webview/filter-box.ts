/**
 * The filter's line: the field, how much of it matches and how long it took, filters of before, saved ones, and quick ones.
 * Asks for filters; applies and keeps none.
 */
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "./filter-field.ts";
import "./saved-filters.ts";
import { html, LitElement, nothing } from "lit";
import type { KeptFilters } from "../src/bridge/filters.ts";
import type { ViewState } from "../src/bridge/rows.ts";
import type { FilterWords } from "../src/filter/complete.ts";
import { hasTerm } from "../src/filter/terms.ts";
import { filterBoxStyles } from "./filter-box-styles.ts";
import type { FilterField } from "./filter-field.ts";
import { formatCount, formatDuration } from "./format.ts";
import type { SavedFilters } from "./saved-filters.ts";
import { isScanning } from "./scanning.ts";

const chips = [
  { label: "Verdicts", term: "verdict:any", title: "Only what was found to be wrong" },
  { label: "Sent", term: "dir:sent", title: "Only what was sent" },
  { label: "Received", term: "dir:received", title: "Only what was received" },
];

/**
 * Emits `filter-changed` and `filter-used` with the text, `term-toggled` with a term, `filter-saved` and `filter-removed`
 * with a name, `search-stopped` and `search-resumed`, `back`, `prepared` when words are wanted, and `left` when the person
 * is done with the box.
 */
export class FilterBox extends LitElement {
  static override properties = {
    filter: {},
    view: { attribute: false },
    words: { attribute: false },
    kept: { attribute: false },
    back: {},
    isFaulty: { state: true },
    picking: { state: true },
  };
  static override styles = filterBoxStyles;

  declare filter: string;
  declare view: ViewState | undefined;
  declare words: FilterWords;
  declare kept: KeptFilters;
  /** The filter to go back to; undefined for none. */
  declare back: string | undefined;
  declare isFaulty: boolean;
  declare picking: boolean;

  constructor() {
    super();
    this.isFaulty = false;
    this.picking = false;
  }

  override focus(): void {
    this.#field?.focus();
  }

  /** As if this were typed into the box once it has the focus. */
  focusTyping(text: string): void {
    this.#field?.focusTyping(text);
  }

  override render() {
    const { view, filter, kept } = this;
    const scanning = view !== undefined && view.options.filter !== "" && isScanning(view);
    return html`<div class="box ${this.isFaulty ? "faulty" : ""}">
        <filter-field
          .filter=${filter}
          .failure=${view?.failure}
          .words=${this.words}
          .recent=${kept.recent}
          @focusin=${() => this.#emit("prepared")}
          @fault-told=${this.#onFaultTold}
          @entered=${this.#onEntered}
          @filter-changed=${({ detail }: CustomEvent<string>) => this.#emit("filter-changed", detail)}
          @filter-used=${({ detail }: CustomEvent<string>) => this.#emit("filter-used", detail)}
          @left=${() => this.#emit("left")}
        ></filter-field>
        <span class="found" role="status">${this.#found()}</span>
        ${this.back === undefined ? nothing : html`<button class="chip back" title=${`Filter again: ${this.back}`} @click=${() => this.#emit("back")}>Back to Filter</button>`}
        ${scanning ? this.#searchButton("stop-circle", "Stop searching", "search-stopped") : nothing}
        ${view?.isStopped ? this.#searchButton("debug-continue", "Go on searching (Enter)", "search-resumed") : nothing}
        <vscode-icon
          name="history"
          action-icon
          label="Recent filters"
          title="Recent filters (↑ in the empty box)"
          @mousedown=${keepFocus}
          @click=${() => this.#field?.offerRecent()}
        ></vscode-icon>
        <vscode-icon
          name=${kept.saved.some((saved) => saved.filter === filter.trim()) ? "star-full" : "star-empty"}
          action-icon
          label="Saved filters"
          title="Save this filter, or pick a saved one"
          @mousedown=${keepFocus}
          @click=${this.#toggleSaved}
        ></vscode-icon>
        ${scanning ? html`<progress aria-label="Searching" max=${view.entries} value=${view.scanned}></progress>` : nothing}
        ${this.picking ? this.#saved() : nothing}
      </div>
      <div class="chips" role="group" aria-label="Quick filters">
        ${chips.map(
          ({ label, term, title }) => html`<button
            class="chip"
            title="${title} (${term})"
            aria-pressed=${hasTerm(filter, term)}
            @click=${() => this.#emit("term-toggled", term)}
          >${label}</button>`,
        )}
      </div>`;
  }

  #saved() {
    return html`<saved-filters
      .saved=${this.kept.saved}
      .filter=${this.filter}
      @filter-picked=${({ detail }: CustomEvent<string>) => {
        this.#emit("filter-changed", detail);
        this.#emit("filter-used", detail);
        this.#closeSaved();
      }}
      @filter-saved=${({ detail }: CustomEvent<string>) => this.#emit("filter-saved", detail)}
      @filter-removed=${({ detail }: CustomEvent<string>) => this.#emit("filter-removed", detail)}
      @closed=${this.#closeSaved}
      @left=${() => {
        this.picking = false;
      }}
    ></saved-filters>`;
  }

  #searchButton(icon: string, label: string, event: string) {
    return html`<vscode-icon
      name=${icon}
      action-icon
      label=${label}
      title=${label}
      @click=${() => this.#emit(event)}
    ></vscode-icon>`;
  }

  #found() {
    const { view } = this;
    if (!view || view.options.filter === "") return nothing;
    const { matches, entries, scanned, scanMs, isStopped } = view;
    if (isStopped) return html`${formatCount(matches)} in the first ${formatCount(scanned)} of ${formatCount(entries)}`;
    return html`${formatCount(matches)} of ${formatCount(entries)}<span class="took"> · ${formatDuration(scanMs)}</span>`;
  }

  get #field(): FilterField | null {
    return this.renderRoot.querySelector<FilterField>("filter-field");
  }

  #onFaultTold({ detail }: CustomEvent<boolean>): void {
    this.isFaulty = detail;
  }

  #onEntered(): void {
    if (this.view?.isStopped) this.#emit("search-resumed");
  }

  #closeSaved(): void {
    this.picking = false;
    this.focus();
  }

  async #toggleSaved(): Promise<void> {
    if (this.picking) {
      this.#closeSaved();
      return;
    }
    this.picking = true;
    this.#emit("prepared");
    await this.updateComplete;
    const saved = this.renderRoot.querySelector<SavedFilters>("saved-filters");
    await saved?.updateComplete;
    saved?.focus();
  }

  #emit(name: string, detail?: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** A click must not close what is open before it is heard. */
function keepFocus(event: Event): void {
  event.preventDefault();
}

customElements.define("filter-box", FilterBox);
