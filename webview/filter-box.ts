/** The filter box: what is typed, how much of it matches, and how long it took. Asks for a filter; does not apply it. */
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "@vscode-elements/elements/dist/vscode-textfield/index.js";
import "@vscode-elements/elements/dist/vscode-progress-ring/index.js";
import type { VscodeTextfield } from "@vscode-elements/elements/dist/vscode-textfield/index.js";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { live } from "lit/directives/live.js";
import type { ViewState } from "../src/bridge/rows.ts";
import { formatCount, formatDuration } from "./format.ts";
import { isScanning } from "./scanning.ts";

/** A pause in typing, after which the filter is applied. */
const settleMs = 120;

/** Emits `filter-changed` with the text, and `left` when the person is done with the box. */
export class FilterBox extends LitElement {
  static override properties = { filter: {}, view: { attribute: false } };

  declare filter: string;
  declare view: ViewState | undefined;
  /** What stands in the field and is not applied yet. Rows that come in draw the box anew, and must leave it alone. */
  #draft: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = css`
    :host {
      display: block;
      padding: 6px 12px;
      border-bottom: 1px solid var(--fs-line);
    }
    vscode-textfield {
      display: block;
      width: 100%;
      --vscode-font-family: var(--fs-mono);
      --vscode-font-size: var(--fs-mono-size);
    }
    vscode-icon {
      margin: 5px 0 5px 7px;
      color: var(--fs-dim);
    }
    .found {
      display: flex;
      align-items: center;
      gap: 6px;
      padding-right: 6px;
      color: var(--fs-dim);
      font: 11px / 18px var(--fs-mono);
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
    }
    vscode-progress-ring {
      width: 14px;
      height: 14px;
    }
  `;

  override focus(): void {
    const field = this.renderRoot.querySelector("vscode-textfield");
    field?.focus();
    field?.wrappedElement.select();
  }

  /** As if this were typed into the box once it has the focus. */
  focusTyping(text: string): void {
    this.focus();
    if (text !== "") document.execCommand("insertText", false, text);
  }

  /** A filter that is set from outside takes the place of what was being typed. */
  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("filter")) return;
    clearTimeout(this.#timer);
    this.#draft = undefined;
  }

  override render() {
    return html`<vscode-textfield
      .label=${"Filter rows"}
      placeholder="Filter rows by kind, channel, event id or payload"
      .value=${live(this.#draft ?? this.filter)}
      @input=${this.#onInput}
      @keydown=${this.#onKey}
      ><vscode-icon slot="content-before" name="filter" size="14"></vscode-icon
      ><span slot="content-after" class="found" role="status">${this.#found()}</span></vscode-textfield
    >`;
  }

  #found() {
    const { view } = this;
    if (!view || view.options.filter === "") return nothing;
    const { matches, entries, scanMs } = view;
    return html`${isScanning(view) ? html`<vscode-progress-ring aria-label="Searching"></vscode-progress-ring>` : nothing}
      ${formatCount(matches)} of ${formatCount(entries)} · ${formatDuration(scanMs)}`;
  }

  #onInput(event: Event): void {
    const text = (event.target as VscodeTextfield).value;
    this.#draft = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#apply(text), settleMs);
  }

  #onKey(event: KeyboardEvent): void {
    const field = event.currentTarget as VscodeTextfield;
    if (event.key === "Enter") this.#apply(field.value);
    else if (event.key === "ArrowDown") this.#leave();
    else if (event.key !== "Escape") return;
    else if (field.value === "") this.#leave();
    else this.#apply("");
    event.preventDefault();
  }

  #apply(text: string): void {
    clearTimeout(this.#timer);
    this.#draft = undefined;
    this.filter = text;
    // The field keeps what was typed: equal text must be written again when Esc empties it before it was applied.
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("filter-changed", { detail: text }));
  }

  #leave(): void {
    this.dispatchEvent(new CustomEvent("left"));
  }
}

customElements.define("filter-box", FilterBox);
