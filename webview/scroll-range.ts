/**
 * Maps row offsets to what a browser can scroll. Elements cannot be higher than some 33 million px, so beyond a cap the
 * scroll bar is compressed, while the offset in the rows stays exact. Arithmetic only.
 */

export const rowHeightPx = 22;
/** Well under every browser's limit, also when zoomed. */
const spacerCapPx = 15_000_000;

export class ScrollRange {
  readonly rows: number;
  readonly viewportPx: number;
  /** The furthest offset: the last row at the lower edge. */
  readonly maxOffsetPx: number;
  /** Height of the element that gives the scroll bar its length. */
  readonly spacerPx: number;

  constructor(rows: number, viewportPx: number) {
    this.rows = rows;
    this.viewportPx = viewportPx;
    this.maxOffsetPx = Math.max(0, rows * rowHeightPx - viewportPx);
    this.spacerPx = Math.max(viewportPx, Math.min(rows * rowHeightPx, spacerCapPx));
  }

  /** A pixel of the scroll bar stands for more than a pixel of rows. */
  get compressed(): boolean {
    return this.rows * rowHeightPx > spacerCapPx;
  }

  get #maxScrollTop(): number {
    return this.spacerPx - this.viewportPx;
  }

  clamp(offsetPx: number): number {
    return Math.min(Math.max(0, offsetPx), this.maxOffsetPx);
  }

  /** Where the scroll bar stands for an offset. */
  scrollTopOf(offsetPx: number): number {
    return this.compressed ? (offsetPx / this.maxOffsetPx) * this.#maxScrollTop : offsetPx;
  }

  /** The offset that a scroll bar position means; both ends are exact, whatever a browser rounds. */
  offsetOf(scrollTop: number): number {
    if (scrollTop <= 0) return 0;
    if (scrollTop >= this.#maxScrollTop - 1) return this.maxOffsetPx;
    return this.compressed ? (scrollTop / this.#maxScrollTop) * this.maxOffsetPx : this.clamp(scrollTop);
  }

  /** The offset at which a row is wholly to be seen, moving as little as possible. */
  reveal(row: number, offsetPx: number): number {
    const top = row * rowHeightPx;
    if (top < offsetPx) return this.clamp(top);
    const bottom = top + rowHeightPx;
    return bottom > offsetPx + this.viewportPx ? this.clamp(bottom - this.viewportPx) : this.clamp(offsetPx);
  }

  /** The offset that puts a row in the middle. */
  centre(row: number): number {
    return this.clamp(row * rowHeightPx - (this.viewportPx - rowHeightPx) / 2);
  }

  /** Whole rows that fit, at least one. */
  get page(): number {
    return Math.max(1, Math.floor(this.viewportPx / rowHeightPx));
  }
}
