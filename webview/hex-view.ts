/** The Hex tab: offsets, bytes and ASCII side by side, as many bytes a line as there is room for; more as one scrolls. */
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { EntryDetails } from "../src/bridge/rows.ts";
import type { TimelineHost } from "../src/bridge/timeline-api.ts";
import { formatSize } from "./format.ts";
import { type HexPage, HexPages } from "./hex-pages.ts";
import { copiedHex, hexColumns, offsetDigits } from "./hex-text.ts";
import { openButton } from "./pane-buttons.ts";
import { monoStyles, paneHeaderStyles, scrollStyles } from "./shared-styles.ts";
import { tell } from "./telling.ts";

/** A line with its offset and ASCII, in characters; what room there is decides between 4, 8 and 16 bytes. */
const charactersOf = (bytes: number, digits: number) => digits + 2 + bytes * 3 + Math.floor(bytes / 8) + 2 + bytes;
/** Fetched before the end comes into sight. */
const aheadPx = 600;

/** Emits `copied` with a text, and `payload-opened`. */
export class HexView extends LitElement {
  static override properties = {
    details: { attribute: false },
    host: { attribute: false },
    bytesPerLine: { state: true },
    failure: { state: true },
  };

  declare details: EntryDetails;
  declare host: Pick<TimelineHost, "bytes">;
  declare bytesPerLine: number;
  declare failure: string | undefined;
  #pages: HexPages | undefined;
  #resized: ResizeObserver | undefined;
  #seen: IntersectionObserver | undefined;

  static override styles = [
    monoStyles,
    paneHeaderStyles,
    scrollStyles,
    css`
      :host {
        display: block;
      }
      .dump {
        display: flex;
        gap: 2ch;
        padding: 0 14px;
      }
      .first {
        padding-top: 4px;
      }
      pre {
        margin: 0;
        line-height: 18px;
      }
      .offsets {
        color: var(--fs-dim);
        user-select: none;
      }
      .ascii {
        color: var(--fs-string);
      }
      .probe {
        position: absolute;
        visibility: hidden;
      }
      p {
        margin: 0;
        padding: 6px 14px 10px;
        color: var(--fs-dim);
      }
    `,
  ];

  constructor() {
    super();
    this.bytesPerLine = 8;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("details")) return;
    const { row, raw } = this.details;
    this.failure = undefined;
    this.#pages = new HexPages(raw, (from, count) => this.host.bytes(row.seq, from, count));
  }

  override firstUpdated(): void {
    this.#resized = new ResizeObserver(() => this.#fit());
    this.#resized.observe(this);
    this.#seen = new IntersectionObserver((seen) => seen.some(({ isIntersecting }) => isIntersecting) && this.#more(), {
      rootMargin: `${aheadPx}px`,
    });
    const end = this.renderRoot.querySelector(".end");
    if (end) this.#seen.observe(end);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized?.disconnect();
    this.#seen?.disconnect();
  }

  override render() {
    const pages = this.#pages;
    if (!pages) return nothing;
    return html`<span class="probe mono">0000000000</span>
      <header>
        <span>${pages.fetched < pages.sizeBytes ? `${formatSize(pages.fetched)} of ${formatSize(pages.sizeBytes)}` : formatSize(pages.sizeBytes)}</span>
        <vscode-toolbar-button
          icon="copy"
          title="Copy as hex: the selection, or all that is shown"
          .label=${"Copy as hex"}
          @mousedown=${(event: Event) => event.preventDefault()}
          @click=${this.#copyAll}
        ></vscode-toolbar-button>
        ${openButton(this)}
      </header>
      ${repeat(
        pages.pages,
        ({ from }) => `${this.details.row.seq} ${from}`,
        (page) => this.#page(page, pages.sizeBytes),
      )}
      <div class="end"></div>
      ${this.failure === undefined ? nothing : html`<p role="alert">${this.failure}</p>`}
      ${
        !pages.hasMore && pages.fetched < pages.sizeBytes
          ? html`<p>The first ${formatSize(pages.fetched)} of ${formatSize(pages.sizeBytes)}.</p>`
          : nothing
      }`;
  }

  #page({ from, bytes }: HexPage, sizeBytes: number) {
    const digits = offsetDigits(sizeBytes);
    const { offsets, hex, ascii } = hexColumns(bytes, { bytesPerLine: this.bytesPerLine, from, digits });
    return html`<div
      class="dump mono ${from === 0 ? "first" : ""}"
      tabindex=${from === 0 ? 0 : -1}
      aria-label="Bytes from ${from}"
    >
      <pre class="offsets">${offsets}</pre>
      <pre class="hex" @copy=${this.#onCopy}>${hex}</pre>
      <pre class="ascii">${ascii}</pre>
    </div>`;
  }

  async #more(): Promise<void> {
    const pages = this.#pages;
    try {
      if (!(await pages?.more()) || pages !== this.#pages) return;
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      return;
    }
    this.requestUpdate();
    await this.updateComplete;
    // What is still in sight has not come into sight anew.
    const end = this.renderRoot.querySelector(".end");
    if (!end) return;
    this.#seen?.unobserve(end);
    this.#seen?.observe(end);
  }

  #onCopy(event: ClipboardEvent): void {
    const selected = getSelection()?.toString() ?? "";
    if (selected === "") return;
    event.preventDefault();
    event.clipboardData?.setData("text/plain", copiedHex(selected));
  }

  #copyAll(): void {
    const selected = copiedHex(getSelection()?.toString() ?? "");
    const isHex = /^[0-9a-f]{1,2}( [0-9a-f]{2})*( [0-9a-f])?$/.test(selected);
    const layout = { bytesPerLine: 16, from: 0, digits: 4 };
    const all = (this.#pages?.pages ?? []).map(({ bytes }) => copiedHex(hexColumns(bytes, layout).hex));
    tell(this, "copied", isHex ? selected : all.join(" "));
  }

  #fit(): void {
    const probe = this.renderRoot.querySelector<HTMLElement>(".probe");
    const characterPx = (probe?.getBoundingClientRect().width ?? 0) / 10 || 7.2;
    const room = (this.clientWidth - 28) / characterPx;
    const digits = offsetDigits(this.#pages?.sizeBytes ?? 0);
    this.bytesPerLine = [16, 8].find((bytes) => charactersOf(bytes, digits) <= room) ?? 4;
  }
}

customElements.define("hex-view", HexView);
