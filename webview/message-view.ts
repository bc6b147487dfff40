/** The Message tab: the verdict first, then what the row says of itself, the protocol's facts, the payload, and texts. */
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "./guess-section.ts";
import "./json-tree.ts";
import "./known-text.ts";
import "./text-view.ts";
import "./verdict-card.ts";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import type { EntryDetails } from "../src/bridge/rows.ts";
import type { Marks } from "../src/filter/highlights.ts";
import type { Fact } from "../src/model/protocol.ts";
import { entryLinks } from "./entry-links.ts";
import { formatClock, formatCount, formatMoment, formatSize } from "./format.ts";
import { readJson } from "./json-value.ts";
import { glyphOf, kindOf, meaningOf } from "./row-words.ts";
import { linkStyles, monoStyles, scrollStyles } from "./shared-styles.ts";
import { tell } from "./telling.ts";
import { visibleLine } from "./visible-text.ts";

/** Emits `jumped` with the number of a row, `copied` with a text, `payload-opened`, and `filter-by` with a term. */
export class MessageView extends LitElement {
  static override properties = { details: { attribute: false }, marks: { attribute: false } };

  declare details: EntryDetails;
  /** What is to be marked in the payload. */
  declare marks: Marks;
  #payload: { readonly value: unknown } | undefined;

  static override styles = [
    linkStyles,
    monoStyles,
    scrollStyles,
    css`
      :host {
        display: block;
      }
      verdict-card {
        margin: 10px 14px 2px;
      }
      .headline {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
        padding: 10px 14px 8px;
        color: var(--fs-dim);
        line-height: 20px;
        overflow-wrap: anywhere;
      }
      .headline > * {
        min-width: 0;
      }
      .headline b {
        margin-left: -6px;
        color: var(--fs-fg);
        font-weight: 600;
      }
      .sent {
        color: var(--fs-sent);
      }
      .received {
        color: var(--fs-received);
      }
      .id {
        color: var(--fs-id);
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(40%) minmax(0, 1fr);
        gap: 3px 12px;
        margin: 0;
        padding: 2px 14px 10px;
      }
      dt {
        min-width: 60px;
        color: var(--fs-dim);
      }
      dt,
      dd {
        margin: 0;
        line-height: 20px;
        overflow-wrap: anywhere;
        unicode-bidi: isolate;
      }
      .fact {
        max-height: 160px;
      }
      known-text {
        white-space: pre-wrap;
      }
      dd {
        position: relative;
        padding-right: 22px;
      }
      dd vscode-icon {
        position: absolute;
        top: -1px;
        right: 0;
        opacity: 0;
      }
      dd:hover vscode-icon,
      dd vscode-icon:focus-within {
        opacity: 1;
      }
      .aside {
        margin-left: 4px;
        color: var(--fs-dim);
        font: 12px var(--fs-ui);
      }
      json-tree,
      guess-section {
        padding: 8px 14px;
        border-top: 1px solid var(--fs-line);
      }
      .block {
        border-top: 1px solid var(--fs-line);
      }
      h3 {
        display: flex;
        gap: 8px;
        margin: 0;
        padding: 8px 14px 0;
        color: var(--fs-dim);
        font-size: 11px;
        font-weight: normal;
        overflow-wrap: anywhere;
      }
      .note {
        padding: 8px 14px;
        color: var(--fs-dim);
      }
    `,
  ];

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("details")) return;
    const { payloadJson, payloadTruncated } = this.details;
    this.#payload = payloadJson === undefined || payloadTruncated ? undefined : readJson(payloadJson);
  }

  override render() {
    const { row, verdict, facts, links, guesses, texts, payloadJson, payloadTruncated } = this.details;
    return html`
      ${verdict ? html`<verdict-card .verdict=${verdict} .kind=${this.details.row.kind}></verdict-card>` : nothing}
      ${this.#headline()}
      ${
        facts.length + links.length > 0
          ? html`<dl>
              ${entryLinks(links, (seq) => tell(this, "jumped", seq))}
              ${facts.map((one) => this.#fact(one))}
            </dl>`
          : nothing
      }
      ${
        this.#payload
          ? html`<json-tree filterable .value=${this.#payload.value} .rowAt=${row.at} .marks=${this.marks}></json-tree>`
          : nothing
      }
      ${guesses.map((guess) => html`<guess-section .guess=${guess} .rowAt=${row.at}></guess-section>`)}
      ${payloadTruncated ? this.#tooLarge() : nothing}
      ${payloadJson !== undefined && !this.#payload ? html`<text-view .text=${payloadJson}></text-view>` : nothing}
      ${texts.map(
        ({ title, language, text }) =>
          html`<section class="block" aria-label=${title}>
            <h3><span>${visibleLine(title)}</span><span>${language}</span></h3>
            <text-view .text=${text}></text-view>
          </section>`,
      )}
    `;
  }

  #fact({ label, value, aside }: Fact) {
    const copy = () => tell(this, "copied", value);
    return html`<dt>${visibleLine(label)}</dt>
      <dd>
        <div class="fact scrolls">
          <known-text class="mono" .text=${value} .rowAt=${this.details.row.at}></known-text>
          ${aside ? html`<span class="aside">${visibleLine(aside)}</span>` : nothing}
        </div>
        <vscode-icon name="copy" action-icon label="Copy ${label}" title="Copy" @click=${copy}></vscode-icon>
      </dd>`;
  }

  #tooLarge() {
    const open = () => tell(this, "payload-opened");
    return html`<div class="note">
      The payload is too large for the tree. Its beginning is below;
      <button class="link" @click=${open}>open all of it in an editor</button>.
    </div>`;
  }

  /** What every row has, in one line. */
  #headline() {
    const { row } = this.details;
    const number = row.fold
      ? `#${formatCount(row.fold.firstSeq ?? row.seq)}–${formatCount(row.fold.lastSeq)}`
      : `#${formatCount(row.seq)}`;
    const meaning = meaningOf(row);
    return html`<div class="headline mono">
      <span class="glyph ${row.direction ?? ""}" role="img" aria-label=${meaning} title=${meaning}>${glyphOf(row)}</span>
      <b>${kindOf(row)}</b>
      <span>${number}</span>
      <span title=${formatMoment(row.at)}>${formatClock(row.at)}</span>
      ${row.sizeBytes === undefined ? nothing : html`<span>${formatSize(row.sizeBytes)}</span>`}
      ${row.eventId === undefined ? nothing : html`<span class="id" title="Event id">${visibleLine(row.eventId)}</span>`}
    </div>`;
  }
}

customElements.define("message-view", MessageView);
