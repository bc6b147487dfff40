/** The lane beside the scroll bar: where the verdicts are among the rows, and which rows are to be seen. */
import { css, html, LitElement } from "lit";
import type { Lane, LaneMark } from "../src/bridge/overview.ts";
import { countOf } from "./format.ts";
import { placed } from "./placed.ts";
import { rowHeightPx } from "./scroll-range.ts";

const markPx = 3;
const nearPx = 5;

/** Emits `jumped` with a number, `row-wanted` with an index, and `resized` with the slots that there is room for. */
export class VerdictLane extends LitElement {
  static override properties = { lane: { attribute: false }, rows: { type: Number }, heightPx: { state: true } };
  static override styles = css`
    :host {
      position: relative;
      display: block;
      overflow: hidden;
      border-left: 1px solid var(--fs-line);
      background: var(--fs-bg);
      cursor: pointer;
    }
    .mark {
      position: absolute;
      left: 0;
      width: 6px;
      height: 3px;
      background: var(--fs-warn);
    }
    .mark.error {
      width: 100%;
      background: var(--fs-err);
    }
    .seen {
      position: absolute;
      inset: 0 0 auto;
      box-sizing: border-box;
      border: 1px solid var(--vscode-contrastBorder, transparent);
      background: var(--vscode-scrollbarSlider-background, rgb(121 121 121 / 40%));
      opacity: 0.5;
    }
  `;

  declare lane: Lane | undefined;
  /** In the view. */
  declare rows: number;
  declare heightPx: number;

  constructor() {
    super();
    this.rows = 0;
    this.heightPx = 0;
    this.ariaHidden = "true";
    this.addEventListener("click", (event) => this.#onClick(event));
  }

  override firstUpdated(): void {
    new ResizeObserver(() => {
      this.heightPx = this.clientHeight;
      this.dispatchEvent(new CustomEvent("resized", { detail: Math.max(1, Math.floor(this.heightPx / markPx)) }));
    }).observe(this);
  }

  /** Told with every picture of the list, so it does without a new picture of the lane. */
  showSeen(first: number, last: number): void {
    const seen = this.renderRoot.querySelector<HTMLElement>(".seen");
    if (!seen) return;
    const share = this.#usedPx / Math.max(1, this.rows);
    seen.style.top = `${first * share}px`;
    seen.style.height = `${Math.max(6, (last + 1 - first) * share)}px`;
    seen.hidden = this.rows * rowHeightPx <= this.heightPx;
  }

  override render() {
    return html`<div class="seen"></div>
      ${this.#marks.map((mark) => {
        const place = placed({ top: `${this.#topOf(mark)}px` });
        return html`<div class="mark ${mark.level}" ${place} title=${countOf(mark.count, "verdict")}></div>`;
      })}`;
  }

  /** A list that is shorter than the lane has its marks beside its rows. */
  get #usedPx(): number {
    return Math.min(this.heightPx, this.rows * rowHeightPx);
  }

  /** Of rows that are shown: where the timeline is paused, there are verdicts on later ones. */
  get #marks(): readonly LaneMark[] {
    return this.lane?.marks.filter((mark) => this.#rowOf(mark) < this.rows) ?? [];
  }

  #rowOf({ slot }: LaneMark): number {
    const { slots, rows } = this.lane ?? { slots: 1, rows: 0 };
    return (slot / slots) * rows;
  }

  #topOf(mark: LaneMark): number {
    const share = this.#rowOf(mark) / Math.max(1, this.rows);
    return Math.min(share * this.#usedPx, Math.max(0, this.heightPx - markPx));
  }

  #onClick({ clientY }: MouseEvent): void {
    const y = clientY - this.getBoundingClientRect().top;
    const near = this.#marks
      .map((mark) => ({ mark, distancePx: Math.abs(this.#topOf(mark) + markPx / 2 - y) }))
      .sort((a, b) => a.distancePx - b.distancePx)[0];
    if (near && near.distancePx <= nearPx) this.dispatchEvent(new CustomEvent("jumped", { detail: near.mark.seq }));
    else {
      const index = Math.min(Math.floor((y / Math.max(1, this.#usedPx)) * this.rows), this.rows - 1);
      this.dispatchEvent(new CustomEvent("row-wanted", { detail: index }));
    }
  }
}

customElements.define("verdict-lane", VerdictLane);
