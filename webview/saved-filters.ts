/** Filters that are saved under a name: to be picked, removed, and the present one to be added. Keeps none of them. */
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { css, html, LitElement, nothing } from "lit";
import type { SavedFilter } from "../src/bridge/filters.ts";
import { scrollStyles } from "./shared-styles.ts";

/** Emits `filter-picked` with a filter, `filter-saved` and `filter-removed` with a name, `closed`, and `left` with the focus. */
export class SavedFilters extends LitElement {
  static override properties = { saved: { attribute: false }, filter: {} };

  declare saved: readonly SavedFilter[];
  /** The one that is applied; empty for none. */
  declare filter: string;

  static override styles = [
    scrollStyles,
    css`
      :host {
        display: block;
        width: min(420px, 100vw - 24px);
        box-sizing: border-box;
        border: 1px solid var(--vscode-editorSuggestWidget-border, var(--fs-line));
        border-radius: 3px;
        background: var(--vscode-editorSuggestWidget-background, var(--fs-side));
        color: var(--vscode-editorSuggestWidget-foreground, var(--fs-fg));
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgb(0 0 0 / 36%));
      }
      form {
        display: flex;
        gap: 6px;
        padding: 8px;
        border-bottom: 1px solid var(--fs-line);
      }
      input {
        flex: 1;
        min-width: 0;
        box-sizing: border-box;
        height: 24px;
        padding: 0 6px;
        border: 1px solid var(--vscode-settings-textInputBorder, var(--fs-line));
        border-radius: 2px;
        outline: none;
        background: var(--vscode-settings-textInputBackground, var(--fs-input));
        color: var(--vscode-settings-textInputForeground, var(--fs-fg));
        font: var(--fs-size) / 22px var(--fs-ui);
      }
      input:focus {
        border-color: var(--fs-focus);
      }
      input::placeholder {
        color: var(--vscode-input-placeholderForeground, #989898);
        opacity: 1;
      }
      .save {
        padding: 0 11px;
        border: 1px solid var(--vscode-button-border, transparent);
        border-radius: 2px;
        background: var(--vscode-button-background, #0078d4);
        color: var(--vscode-button-foreground, #fff);
        font: var(--fs-size) / 20px var(--fs-ui);
        cursor: pointer;
      }
      .save:hover {
        background: var(--vscode-button-hoverBackground, #026ec1);
      }
      button:focus-visible {
        outline: 1px solid var(--fs-focus);
        outline-offset: 1px;
      }
      ul {
        max-height: 240px;
        margin: 0;
        padding: 2px;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        border-radius: 3px;
      }
      li:hover,
      li:focus-within {
        background: var(--fs-hover);
      }
      .pick {
        display: flex;
        flex: 1;
        gap: 14px;
        min-width: 0;
        padding: 0 8px;
        border: 0;
        background: none;
        color: inherit;
        font: var(--fs-size) / 24px var(--fs-ui);
        text-align: left;
        cursor: pointer;
      }
      .pick span {
        overflow: hidden;
        max-width: 60%;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .pick code {
        flex: 1;
        overflow: hidden;
        color: var(--fs-dim);
        font: var(--fs-mono-size) / 24px var(--fs-mono);
        text-align: right;
        text-overflow: ellipsis;
        white-space: pre;
      }
      p {
        margin: 0;
        padding: 8px 10px;
        color: var(--fs-dim);
      }
    `,
  ];

  constructor() {
    super();
    this.saved = [];
    this.filter = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.setAttribute("role", "dialog");
    this.setAttribute("aria-label", "Saved filters");
    this.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.#emit("closed");
    });
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget === null || !this.renderRoot.contains(relatedTarget as Node)) this.#emit("left");
    });
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>("input, .pick")?.focus();
  }

  override render() {
    const { saved, filter } = this;
    const named = saved.find((one) => one.filter === filter.trim());
    return html`${
      filter.trim() === ""
        ? nothing
        : html`<form @submit=${this.#onSubmit}>
            <input
              aria-label="Name for this filter"
              placeholder="Name for this filter"
              maxlength="80"
              .value=${named?.name ?? ""}
            /><button class="save">${named ? "Rename" : "Save"}</button>
          </form>`
    }
    ${
      saved.length === 0
        ? html`<p>${filter.trim() === "" ? "Type a filter, then save it here under a name." : "No filter is saved yet."}</p>`
        : html`<ul class="scrolls" aria-label="Saved filters">${saved.map((one) => this.#item(one))}</ul>`
    }`;
  }

  #item({ name, filter }: SavedFilter) {
    return html`<li>
      <button class="pick" title=${filter} @click=${() => this.#emit("filter-picked", filter)}>
        <span>${name}</span><code>${filter}</code></button
      ><vscode-icon
        name="trash"
        action-icon
        label="Remove ${name}"
        title="Remove ${name}"
        @click=${() => this.#remove(name)}
      ></vscode-icon>
    </li>`;
  }

  /** The focus goes elsewhere first: it would leave the list with the button. */
  #remove(name: string): void {
    const others = [...this.renderRoot.querySelectorAll<HTMLElement>(".pick")];
    const at = this.saved.findIndex((one) => one.name === name);
    (others[at + 1] ?? others[at - 1] ?? this.renderRoot.querySelector("input"))?.focus();
    this.#emit("filter-removed", name);
  }

  #onSubmit(event: Event): void {
    event.preventDefault();
    const name = this.renderRoot.querySelector("input")?.value.trim() ?? "";
    if (name === "") return;
    const before = this.saved.find((one) => one.filter === this.filter.trim());
    if (before && before.name !== name) this.#emit("filter-removed", before.name);
    this.#emit("filter-saved", name);
    this.#emit("closed");
  }

  #emit(name: string, detail?: string): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("saved-filters", SavedFilters);
