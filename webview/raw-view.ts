/** The Raw tab: the bytes of the message as text, with wrap, copy and the way to a real editor. */
import "@vscode-elements/elements/dist/vscode-toolbar-button/index.js";
import "./text-view.ts";
import { css, html, LitElement } from "lit";
import { live } from "lit/directives/live.js";
import type { Excerpt } from "../src/bridge/rows.ts";
import { formatSize } from "./format.ts";
import { openButton } from "./pane-buttons.ts";
import { paneHeaderStyles } from "./shared-styles.ts";
import { tell } from "./telling.ts";

/** Emits `copied` with the text, and `payload-opened`. */
export class RawView extends LitElement {
  static override properties = { raw: { attribute: false }, wrap: { state: true } };

  declare raw: Excerpt;
  declare wrap: boolean;

  static override styles = [
    paneHeaderStyles,
    css`
      :host {
        display: block;
      }
      p {
        margin: 0;
        padding: 4px 14px;
        color: var(--fs-dim);
      }
    `,
  ];

  constructor() {
    super();
    this.wrap = true;
  }

  override render() {
    const { text, sizeBytes, truncated } = this.raw;
    const size = truncated ? `The beginning of ${formatSize(sizeBytes)}` : formatSize(sizeBytes);
    return html`<header>
        <span>${size}</span>
        <vscode-toolbar-button
          toggleable
          icon="word-wrap"
          title="Wrap lines"
          .label=${"Wrap lines"}
          .checked=${live(this.wrap)}
          @change=${this.#toggleWrap}
        ></vscode-toolbar-button>
        <vscode-toolbar-button
          icon="copy"
          title="Copy"
          .label=${"Copy"}
          @click=${() => tell(this, "copied", text ?? "")}
        ></vscode-toolbar-button>
        ${openButton(this)}
      </header>
      ${
        text === undefined
          ? html`<p>These bytes are not text. The Hex tab shows them.</p>`
          : html`<text-view .text=${text} .wrap=${this.wrap}></text-view>`
      }`;
  }

  #toggleWrap(): void {
    this.wrap = !this.wrap;
  }
}

customElements.define("raw-view", RawView);
