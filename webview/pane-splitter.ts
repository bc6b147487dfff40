/** The line between rows and details: dragged by the pointer or moved by arrow keys. Tells sizes, and keeps none. */
import { css, html, LitElement } from "lit";

const keyStepPx = 20;
const minDetailsPx = 200;
/** Rows keep at least this much. */
const minRowsPx = 240;
const minRowsHighPx = 120;

/** Emits `resized` with the size of the pane after the line, in CSS px. */
export class PaneSplitter extends LitElement {
  static override properties = { below: { type: Boolean, reflect: true }, size: { type: Number } };

  /** The second pane stands below the first, not beside it. */
  declare below: boolean;
  declare size: number;

  static override styles = css`
    :host {
      position: relative;
      display: block;
      background: var(--fs-line);
      outline: none;
      touch-action: none;
      cursor: col-resize;
    }
    :host([below]) {
      cursor: row-resize;
    }
    div {
      position: absolute;
      inset: 0 -3px;
      z-index: 1;
    }
    :host([below]) div {
      inset: -3px 0;
    }
    :host(:hover) div,
    :host(:focus-visible) div,
    div.active {
      background: var(--vscode-sash-hoverBorder, var(--fs-focus));
      background-clip: content-box;
      padding: 0 2px;
      transition: background-color 100ms 150ms;
    }
    :host([below]:hover) div,
    :host([below]:focus-visible) div,
    :host([below]) div.active {
      padding: 2px 0;
    }
  `;

  constructor() {
    super();
    this.below = false;
    this.size = 0;
    this.tabIndex = 0;
    this.role = "separator";
    this.ariaLabel = "Size of the details";
    this.addEventListener("pointerdown", (event) => this.#onDown(event));
    this.addEventListener("keydown", (event) => this.#onKey(event));
  }

  override updated(): void {
    this.ariaOrientation = this.below ? "horizontal" : "vertical";
    this.ariaValueNow = String(Math.round(this.size));
    this.ariaValueMin = String(minDetailsPx);
    this.ariaValueMax = String(Math.round(this.#maxPx()));
  }

  override render() {
    return html`<div></div>`;
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.focus();
    this.setPointerCapture(event.pointerId);
    const start = this.below ? event.clientY : event.clientX;
    const before = this.size;
    const move = (moved: PointerEvent) => this.#tell(before + start - (this.below ? moved.clientY : moved.clientX));
    this.addEventListener("pointermove", move);
    this.addEventListener("lostpointercapture", () => this.removeEventListener("pointermove", move), { once: true });
  }

  #onKey(event: KeyboardEvent): void {
    const [grow, shrink] = this.below ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
    if (event.key !== grow && event.key !== shrink) return;
    event.preventDefault();
    this.#tell(this.size + (event.key === grow ? keyStepPx : -keyStepPx));
  }

  #tell(wantedPx: number): void {
    const detail = Math.round(Math.max(minDetailsPx, Math.min(wantedPx, this.#maxPx())));
    this.dispatchEvent(new CustomEvent("resized", { detail }));
  }

  #maxPx(): number {
    const around = this.parentElement;
    if (!around) return minDetailsPx;
    return this.below ? around.clientHeight - minRowsHighPx : around.clientWidth - minRowsPx;
  }
}

customElements.define("pane-splitter", PaneSplitter);
