/**
 * What stands beside the rows: a bar of tabs, and below it whatever the chosen tab holds, which comes in by slots of the
 * same name. Knows no tab's content.
 */
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { css, html, LitElement, nothing } from "lit";
import { formatCount } from "./format.ts";
import { focusSelected, nextTab, tabButton, tabStyles } from "./tab-list.ts";

const panelTabs = ["row", "verdicts", "channels", "charts"] as const;
export type PanelTab = (typeof panelTabs)[number];

const labels: Readonly<Record<PanelTab, string>> = {
  row: "Row",
  verdicts: "Verdicts",
  channels: "Channels",
  charts: "Charts",
};

/** Emits `tab-chosen` with a tab's name, and `closed`. */
export class SidePanel extends LitElement {
  static override properties = { tab: {}, counts: { attribute: false } };
  static override styles = [
    tabStyles,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-width: 0;
        min-height: 0;
      }
      .bar {
        background: var(--fs-side);
      }
      [role="tabpanel"] {
        display: flex;
        flex: 1;
        min-height: 0;
      }
      ::slotted(*) {
        flex: 1;
        min-width: 0;
      }
      [role="tab"] {
        line-height: 26px;
      }
      .count {
        margin-left: 5px;
        padding: 0 5px;
        border-radius: 8px;
        background: var(--vscode-badge-background, #616161);
        color: var(--vscode-badge-foreground, #f8f8f8);
        font-size: 10px;
        line-height: 14px;
        vertical-align: 1px;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  declare tab: PanelTab;
  /** To stand beside a tab's name; none where it is 0. */
  declare counts: Partial<Readonly<Record<PanelTab, number>>>;

  constructor() {
    super();
    this.tab = "row";
    this.counts = {};
  }

  override render() {
    return html`<div class="bar">
        <div role="tablist" aria-label="Beside the rows" @keydown=${this.#onKey}>${panelTabs.map((tab) => this.#tab(tab))}</div>
        <vscode-toolbar-button
          icon="close"
          title="Close the panel (Esc)"
          .label=${"Close the panel"}
          @click=${() => this.dispatchEvent(new CustomEvent("closed"))}
        ></vscode-toolbar-button>
      </div>
      <div role="tabpanel" id="panel" aria-label=${labels[this.tab]}><slot name=${this.tab}></slot></div>`;
  }

  #tab(tab: PanelTab) {
    const count = this.counts[tab] ?? 0;
    return tabButton({
      label: html`${labels[tab]}${count > 0 ? html`<span class="count">${formatCount(count)}</span>` : nothing}`,
      isSelected: tab === this.tab,
      choose: () => this.#choose(tab),
    });
  }

  #choose(tab: PanelTab): void {
    this.dispatchEvent(new CustomEvent("tab-chosen", { detail: tab }));
  }

  #onKey(event: KeyboardEvent): void {
    const next = nextTab(event, panelTabs, this.tab);
    if (!next) return;
    this.#choose(next);
    void focusSelected(this);
  }
}

customElements.define("side-panel", SidePanel);
