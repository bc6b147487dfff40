/** Every channel in a line: how much it brings, how far it has come, and what it lost. Sorts, and asks for nothing. */
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { css, html, LitElement, nothing } from "lit";
import type { ChannelSummary } from "../src/bridge/overview.ts";
import { type ChannelColumn, type ChannelOrder, channelColumns, sortChannels } from "./channel-columns.ts";
import { formatCount } from "./format.ts";
import { linkStyles, scrollStyles } from "./shared-styles.ts";
import { visibleLine } from "./visible-text.ts";

/** More lines than this are not read but filtered. */
const maxLines = 500;

/** Emits `jumped` with a number, and `channel-wanted` with a channel to filter by. */
export class ChannelsPanel extends LitElement {
  static override properties = {
    channels: { attribute: false },
    withoutIds: { type: Boolean },
    order: { state: true },
    at: { state: true },
  };

  /** Undefined until they are here. */
  declare channels: readonly ChannelSummary[] | undefined;
  /** Messages never have an event id: nothing can be said of gaps and repeats. */
  declare withoutIds: boolean;
  declare order: ChannelOrder;
  /** Line that the keys stand at. */
  declare at: number;

  static override styles = [
    scrollStyles,
    linkStyles,
    css`
      :host {
        display: flex;
        min-height: 0;
      }
      .scrolls {
        flex: 1;
        min-width: 0;
      }
      table {
        width: 100%;
        border-collapse: collapse;
        font-size: 12px;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
      }
      th {
        position: sticky;
        top: 0;
        z-index: 1;
        padding: 0;
        background: var(--fs-bg);
        box-shadow: 0 1px var(--fs-line);
      }
      th button {
        width: 100%;
        padding: 0 8px;
        border: 0;
        background: none;
        color: var(--fs-dim);
        font: 11px / 24px var(--fs-ui);
        text-align: right;
        cursor: pointer;
      }
      th button:hover {
        color: var(--fs-fg);
      }
      th[aria-sort] button {
        color: var(--fs-fg);
      }
      td {
        height: 24px;
        padding: 0 8px;
        text-align: right;
      }
      :is(th button, td).text {
        text-align: left;
      }
      td.channel,
      td.last-id {
        max-width: 22ch;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      td.last-id {
        color: var(--fs-id);
        font-family: var(--fs-mono);
        font-size: 11.5px;
      }
      :is(th, td):first-child {
        position: sticky;
        left: 0;
        background: var(--fs-bg);
      }
      th:first-child {
        z-index: 2;
      }
      tbody tr:hover td:first-child {
        background: var(--fs-hover);
      }
      td.channel {
        display: flex;
        align-items: center;
        gap: 4px;
      }
      td.channel .link {
        overflow: hidden;
        color: var(--fs-fg);
        text-overflow: ellipsis;
      }
      .filter {
        flex: none;
        padding: 0;
        border: 0;
        background: none;
        color: var(--fs-dim);
        cursor: pointer;
        opacity: 0;
      }
      :is(tr:hover, tr:focus-within) .filter {
        opacity: 1;
      }
      :is(td.gaps, td.duplicates) .link {
        color: var(--fs-warn);
        font-weight: 600;
      }
      tbody tr:hover {
        background: var(--fs-hover);
      }
      :is(tr, button):focus-visible {
        outline: 1px solid var(--fs-focus);
        outline-offset: -1px;
      }
      p {
        margin: 0;
        padding: 12px 14px;
        color: var(--fs-dim);
        line-height: 1.5;
      }
    `,
  ];

  constructor() {
    super();
    this.withoutIds = false;
    this.order = { column: "messages", descending: true };
    this.at = 0;
  }

  override render() {
    const { channels, order } = this;
    if (!channels) return nothing;
    if (channels.length === 0) return html`<p>No messages yet. Each channel gets a line as soon as it brings one.</p>`;
    const lines = sortChannels(channels, order).slice(0, maxLines);
    return html`<div class="scrolls">
      <table aria-label="Channels" @keydown=${this.#onKey}>
        <thead>
          <tr>
            ${this.#columns.map((column) => this.#head(column))}
          </tr>
        </thead>
        <tbody>
          ${lines.map((channel, index) => this.#line(channel, index))}
        </tbody>
      </table>
      ${channels.length > maxLines ? html`<p>And ${formatCount(channels.length - maxLines)} more channels.</p>` : nothing}
    </div>`;
  }

  get #columns(): readonly ChannelColumn[] {
    return this.withoutIds ? channelColumns.filter(({ isAboutIds }) => !isAboutIds) : channelColumns;
  }

  #head({ name, head, title }: ChannelColumn) {
    const { column, descending } = this.order;
    const sorted = column === name;
    const arrow = sorted ? (descending ? " ↓" : " ↑") : "";
    return html`<th scope="col" aria-sort=${sorted ? (descending ? "descending" : "ascending") : nothing}>
      <button class=${isText(name) ? "text" : ""} title="${title}. Click to sort" @click=${() => this.#sort(name)}>
        ${head}${arrow}
      </button>
    </th>`;
  }

  #line(channel: ChannelSummary, index: number) {
    return html`<tr tabindex=${index === this.at ? 0 : -1} @focus=${() => {
      this.at = index;
    }}>
      ${this.#columns.map((column) => this.#cell(column, channel))}
    </tr>`;
  }

  #cell(column: ChannelColumn, channel: ChannelSummary) {
    const { name } = column;
    const text = visibleLine(column.text(channel));
    const seq = column.seq?.(channel);
    const shown =
      seq === undefined || text === ""
        ? text
        : html`<button class="link" tabindex="-1" title=${goTitle(name, channel)} @click=${() => this.#jump(seq)}>${text}</button>`;
    return html`<td class=${isText(name) ? `${name} text` : name} title=${name === "last-id" ? text : nothing}>
      ${shown}${name === "channel" && channel.channel !== undefined ? this.#filterButton(channel.channel) : nothing}
    </td>`;
  }

  #filterButton(channel: string) {
    return html`<button
      class="filter"
      tabindex="-1"
      title="Show only this channel"
      aria-label="Show only this channel"
      @click=${() => this.dispatchEvent(new CustomEvent("channel-wanted", { detail: channel }))}
    >
      <vscode-icon name="filter" size="14"></vscode-icon>
    </button>`;
  }

  #sort(column: string): void {
    const again = this.order.column === column;
    this.order = { column, descending: again ? !this.order.descending : !isText(column) };
  }

  #jump(seq: number): void {
    this.dispatchEvent(new CustomEvent("jumped", { detail: seq }));
  }

  #onKey(event: KeyboardEvent): void {
    const lines = [...this.renderRoot.querySelectorAll<HTMLElement>("tbody tr")];
    const active = this.shadowRoot?.activeElement;
    const at = active instanceof HTMLElement ? lines.indexOf(active) : -1;
    if (at < 0) return;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: lines.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) lines[Math.max(0, Math.min(next, lines.length - 1))]?.focus();
    else if (event.key === "Enter") lines[at]?.querySelector<HTMLElement>(".channel .link")?.click();
    else if (event.key === "f") lines[at]?.querySelector<HTMLElement>(".filter")?.click();
    else return;
    event.preventDefault();
  }
}

function isText(name: string): boolean {
  return name === "channel" || name === "last-id";
}

function goTitle(name: string, { label }: ChannelSummary): string {
  if (name === "gaps") return "Go to the newest gap";
  return name === "duplicates" ? "Go to the newest repeat" : `${label}\nGo to its newest message`;
}

customElements.define("channels-panel", ChannelsPanel);
