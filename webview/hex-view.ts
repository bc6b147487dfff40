/** The Hex tab: offsets, bytes and ASCII side by side, as many bytes a line as there is room for. */
import { css, html, LitElement, nothing } from "lit";
import type { Excerpt } from "../src/bridge/rows.ts";
import { formatSize } from "./format.ts";
import { bytesOf, hexColumns } from "./hex-text.ts";
import { monoStyles, scrollStyles } from "./shared-styles.ts";

const bytesShown = 65_536;
/** A line of sixteen bytes with its offset and ASCII, in characters; what room there is decides between 4, 8 and 16. */
const charactersOf = (bytes: number) => 4 + 2 + bytes * 3 + Math.floor(bytes / 8) + 2 + bytes;

export class HexView extends LitElement {
  static override properties = { raw: { attribute: false }, bytesPerLine: { state: true } };

  declare raw: Excerpt;
  declare bytesPerLine: number;
  #observer: ResizeObserver | undefined;

  static override styles = [
    monoStyles,
    scrollStyles,
    css`
      :host {
        display: block;
      }
      .dump {
        display: flex;
        gap: 2ch;
        padding: 8px 14px;
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
        padding: 0 14px 10px;
        color: var(--fs-dim);
      }
    `,
  ];

  constructor() {
    super();
    this.bytesPerLine = 8;
  }

  override firstUpdated(): void {
    this.#observer = new ResizeObserver(() => this.#fit());
    this.#observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  override render() {
    const bytes = bytesOf(this.raw.base64);
    const { offsets, hex, ascii } = hexColumns(bytes.subarray(0, bytesShown), this.bytesPerLine);
    const shown = Math.min(bytes.length, bytesShown);
    return html`<span class="probe mono">0000000000</span>
      <div class="dump mono scrolls" tabindex="0" aria-label="Bytes">
        <pre class="offsets">${offsets}</pre>
        <pre>${hex}</pre>
        <pre class="ascii">${ascii}</pre>
      </div>
      ${
        shown < this.raw.sizeBytes
          ? html`<p>The first ${formatSize(shown)} of ${formatSize(this.raw.sizeBytes)}.</p>`
          : nothing
      }`;
  }

  #fit(): void {
    const probe = this.renderRoot.querySelector<HTMLElement>(".probe");
    const characterPx = (probe?.getBoundingClientRect().width ?? 0) / 10 || 7.2;
    const room = (this.clientWidth - 28) / characterPx;
    this.bytesPerLine = [16, 8].find((bytes) => charactersOf(bytes) <= room) ?? 4;
  }
}

customElements.define("hex-view", HexView);
