/** The details of one entry, in tabs. Keeps the chosen tab from row to row. */
import "./diff-view.ts";
import "./frames-view.ts";
import "./handshake-view.ts";
import "./hex-view.ts";
import "./message-view.ts";
import "./raw-view.ts";
import { css, html, LitElement, nothing } from "lit";
import type { EntryDetails } from "../src/bridge/rows.ts";
import type { TimelineHost } from "../src/bridge/timeline-api.ts";
import type { Marks } from "../src/filter/highlights.ts";
import { scrollStyles } from "./shared-styles.ts";
import { focusSelected, nextTab, tabButton, tabStyles } from "./tab-list.ts";

const tabs = ["Message", "Raw", "Hex", "Frame", "Diff", "Handshake"] as const;
type Tab = (typeof tabs)[number];

/**
 * Emits `jumped` with a number, `copied` with a text, `payload-opened`, `diff-opened` with two numbers, and `filter-by` with
 * a term.
 */
export class DetailsPane extends LitElement {
  static override properties = {
    details: { attribute: false },
    host: { attribute: false },
    failure: {},
    marks: { attribute: false },
    tab: { state: true },
  };

  declare details: EntryDetails | undefined;
  /** Asked for what is not in the details: more bytes, the message before. */
  declare host: Pick<TimelineHost, "bytes" | "details" | "previousInChannel">;
  declare failure: string | undefined;
  /** What is to be marked in the payload; global. */
  declare marks: Marks;
  /** The one that was chosen; another is shown where an entry lacks it. */
  declare tab: Tab;

  static override styles = [
    scrollStyles,
    tabStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      [role="tabpanel"] {
        flex: 1;
        min-height: 0;
        outline: none;
      }
      .failure {
        padding: 14px;
        color: var(--vscode-errorForeground, #f85149);
      }
    `,
  ];

  constructor() {
    super();
    this.marks = [];
    this.tab = "Message";
  }

  override render() {
    const offered = tabs.filter((tab) => this.#has(tab));
    const shown = offered.includes(this.tab) ? this.tab : "Message";
    return html`<div class="bar">
        <div role="tablist" aria-label="Details" @keydown=${(event: KeyboardEvent) => this.#onKey(event, offered, shown)}>
          ${offered.map((tab) => this.#tab(tab, shown))}
        </div>
      </div>
      <div role="tabpanel" id="panel" class="scrolls" aria-label=${shown}>${this.#content(shown)}</div>`;
  }

  #tab(tab: Tab, shown: Tab) {
    return tabButton({
      label: tab === "Frame" && (this.details?.frameCount ?? 0) > 1 ? "Frames" : tab,
      isSelected: tab === shown,
      choose: () => {
        this.tab = tab;
      },
    });
  }

  #has(tab: Tab): boolean {
    const { details } = this;
    if (tab === "Message" || !details) return tab === "Message";
    if (tab === "Handshake") return details.handshake !== undefined;
    if (tab === "Frame") return details.frameCount > 0;
    if (tab === "Diff") return details.row.source === "message";
    return details.raw.sizeBytes > 0;
  }

  #content(tab: Tab) {
    const { details, failure } = this;
    if (failure !== undefined) return html`<div class="failure" role="alert">${failure}</div>`;
    if (!details) return nothing;
    switch (tab) {
      case "Message":
        return html`<message-view .details=${details} .marks=${this.marks}></message-view>`;
      case "Raw":
        return html`<raw-view .raw=${details.raw}></raw-view>`;
      case "Hex":
        return html`<hex-view .details=${details} .host=${this.host}></hex-view>`;
      case "Diff":
        return html`<diff-view .details=${details} .host=${this.host}></diff-view>`;
      case "Frame":
        return html`<frames-view .frames=${details.frames} .total=${details.frameCount}></frames-view>`;
      case "Handshake":
        return details.handshake ? html`<handshake-view .handshake=${details.handshake}></handshake-view>` : nothing;
    }
  }

  #onKey(event: KeyboardEvent, offered: readonly Tab[], shown: Tab): void {
    const next = nextTab(event, offered, shown);
    if (!next) return;
    this.tab = next;
    void focusSelected(this);
  }
}

customElements.define("details-pane", DetailsPane);
