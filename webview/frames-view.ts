/** The Frames tab: what the transport handed over, before anything was decoded. */
import "./text-view.ts";
import { css, html, LitElement, nothing } from "lit";
import type { FrameDetails } from "../src/bridge/rows.ts";
import { countOf, formatClock, formatCount, formatSize } from "./format.ts";
import { monoStyles } from "./shared-styles.ts";

export class FramesView extends LitElement {
  static override properties = { frames: { attribute: false }, total: { type: Number } };

  declare frames: readonly FrameDetails[];
  /** All frames, of which the first and the last few are given. */
  declare total: number;

  static override styles = [
    monoStyles,
    css`
      :host {
        display: block;
      }
      section + section {
        border-top: 1px solid var(--fs-line);
      }
      h3 {
        display: flex;
        gap: 10px;
        margin: 0;
        padding: 8px 14px 0;
        color: var(--fs-dim);
        font-weight: normal;
        white-space: nowrap;
      }
      b {
        color: var(--fs-fg);
        font-weight: 600;
      }
      .sent {
        color: var(--fs-sent);
      }
      .received {
        color: var(--fs-received);
      }
      p {
        margin: 0;
        padding: 8px 14px;
        color: var(--fs-dim);
      }
    `,
  ];

  override render() {
    const left = this.total - this.frames.length;
    return html`${left > 0 ? html`<p>${countOf(this.total, "frame")}; ${formatCount(left)} in the middle are not shown.</p>` : nothing}
    ${this.frames.map((frame) => this.#frame(frame))}`;
  }

  #frame({ id, at, kind, direction, data }: FrameDetails) {
    const { text, truncated, sizeBytes } = data;
    return html`<section aria-label="Frame ${id}">
      <h3 class="mono">
        <span class=${direction} role="img" aria-label=${direction}>${direction === "sent" ? "↑" : "↓"}</span>
        <b>${kind}</b><span>frame ${formatCount(id)}</span><span>${formatClock(at)}</span><span>${formatSize(sizeBytes)}</span>
      </h3>
      ${text === undefined ? html`<p>${sizeBytes === 0 ? "Empty." : "Bytes; the Hex tab shows the message."}</p>` : html`<text-view .text=${text}></text-view>`}
      ${truncated ? html`<p>Only the beginning is shown.</p>` : nothing}
    </section>`;
  }
}

customElements.define("frames-view", FramesView);
