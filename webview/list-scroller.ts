/**
 * Scrolls the list: keeps the exact offset in the rows, the browser's scroll bar beside it, and tells apart what the person
 * moved from what we moved. Knows no rows.
 */
import { rowHeightPx, ScrollRange } from "./scroll-range.ts";

export interface ListScrollerOptions {
  /** The element that scrolls. */
  readonly scroller: HTMLElement;
  /** Its only child: as high as the rows would be, up to the cap. */
  readonly spacer: HTMLElement;
  /** The person is about to move up: what pulls to the end has to let go. */
  pulled(): void;
  /** The person moved: up or down, and whether the end is reached. */
  moved(direction: -1 | 1, atEnd: boolean): void;
}

export class ListScroller {
  readonly #options: ListScrollerOptions;
  #range = new ScrollRange(0, 0);
  #offsetPx = 0;
  /** Where we left the scroll bar: a scroll event from there is ours. */
  #expectedTop = 0;

  constructor(options: ListScrollerOptions) {
    this.#options = options;
    const { scroller } = options;
    scroller.addEventListener("scroll", () => this.#onScroll());
    // Not passive: beyond the cap a wheel step must move rows, not the compressed scroll bar.
    scroller.addEventListener("wheel", (event) => this.#onWheel(event), { passive: false });
    scroller.addEventListener("pointerdown", (event) => this.#onPointer(event));
    scroller.addEventListener("pointerup", (event) => this.#onPointer(event));
  }

  get offsetPx(): number {
    return this.#offsetPx;
  }

  get range(): ScrollRange {
    return this.#range;
  }

  /** Rows or height changed. Keeps the offset where it can. */
  resize(rows: number, viewportPx: number): void {
    if (rows === this.#range.rows && viewportPx === this.#range.viewportPx) return;
    this.#range = new ScrollRange(rows, viewportPx);
    this.#options.spacer.style.height = `${this.#range.spacerPx}px`;
    this.moveTo(this.#offsetPx);
  }

  moveTo(offsetPx: number): void {
    this.#offsetPx = this.#range.clamp(offsetPx);
    const { scroller } = this.#options;
    scroller.scrollTop = this.#range.scrollTopOf(this.#offsetPx);
    // Browsers round to device pixels, so what counts is what they kept.
    this.#expectedTop = scroller.scrollTop;
  }

  moveToEnd(): void {
    this.moveTo(this.#range.maxOffsetPx);
  }

  get atEnd(): boolean {
    return this.#offsetPx >= this.#range.maxOffsetPx - 1;
  }

  #onScroll(): void {
    const { scrollTop } = this.#options.scroller;
    if (Math.abs(scrollTop - this.#expectedTop) < 1) return;
    const direction = scrollTop < this.#expectedTop ? -1 : 1;
    this.#expectedTop = scrollTop;
    this.#offsetPx = this.#range.offsetOf(scrollTop);
    this.#options.moved(direction, this.atEnd);
  }

  #onWheel(event: WheelEvent): void {
    if (event.ctrlKey || event.deltaY === 0 || this.#range.maxOffsetPx === 0) return;
    if (event.deltaY < 0) this.#options.pulled();
    // Up to the cap the browser scrolls by itself, smoothly.
    if (!this.#range.compressed) return;
    event.preventDefault();
    this.moveTo(this.#offsetPx + event.deltaY * this.#unitPx(event));
    this.#options.moved(event.deltaY < 0 ? -1 : 1, this.atEnd);
  }

  #unitPx(event: WheelEvent): number {
    if (event.deltaMode === WheelEvent.DOM_DELTA_LINE) return rowHeightPx;
    return event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.#range.viewportPx : 1;
  }

  /** Whoever holds the scroll bar must not have it pulled away. */
  #onPointer(event: PointerEvent): void {
    const { scroller } = this.#options;
    const onBar = event.target === scroller && event.offsetX >= scroller.clientWidth;
    if (!onBar || this.#range.maxOffsetPx === 0) return;
    if (event.type === "pointerdown") this.#options.pulled();
    else this.#options.moved(1, this.atEnd);
  }
}
