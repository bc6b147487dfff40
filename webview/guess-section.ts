/** What bytes look like that nobody has decoded: named, with the reason, and as a tree where they could be read. */
import "./json-tree.ts";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import type { Guess } from "../src/bridge/rows.ts";
import { formatSize } from "./format.ts";
import { readJson } from "./json-value.ts";
import { monoStyles } from "./shared-styles.ts";
import { visibleLine } from "./visible-text.ts";

export class GuessSection extends LitElement {
  static override properties = { guess: { attribute: false }, rowAt: { type: Number } };

  declare guess: Guess;
  declare rowAt: number | undefined;
  #value: { readonly value: unknown } | undefined;

  static override styles = [
    monoStyles,
    css`
      :host {
        display: block;
      }
      h3 {
        margin: 0;
        font-size: 12.5px;
        font-weight: 600;
      }
      .aside {
        margin-left: 8px;
        color: var(--fs-dim);
        font-weight: normal;
      }
      p {
        margin: 2px 0 6px;
        color: var(--fs-dim);
        font-size: 12px;
      }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("guess")) this.#value = this.guess.json === undefined ? undefined : readJson(this.guess.json);
  }

  override render() {
    const { title, path, sizeBytes, why } = this.guess;
    return html`<section aria-label="Looks like ${title}">
      <h3>
        Looks like ${title}<span class="aside"
          >${path === undefined ? nothing : html`<span class="mono">${visibleLine(path)}</span> · `}${formatSize(sizeBytes)}</span
        >
      </h3>
      <p>${why}</p>
      ${this.#value ? html`<json-tree .label=${title} .value=${this.#value.value} .rowAt=${this.rowAt}></json-tree>` : nothing}
    </section>`;
  }
}

customElements.define("guess-section", GuessSection);
