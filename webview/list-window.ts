/**
 * The window on the rows: which of them are to be seen, fetched in time, and drawn where they belong; at the tail or
 * wherever the person scrolled to. Knows no selection but the one it is told, and no session.
 */
import type { Row } from "../src/bridge/rows.ts";
import type { Column } from "./columns.ts";
import { ListScroller, type ListScrollerOptions } from "./list-scroller.ts";
import type { RowBlocks } from "./row-blocks.ts";
import { type PaintedRows, RowPainter, visibleRows } from "./row-painter.ts";
import type { RowContext } from "./row-words.ts";
import { rowHeightPx } from "./scroll-range.ts";

export interface WindowState {
  readonly count: number;
  readonly follow: boolean;
  readonly context: RowContext;
  /** Of the selected row, as far as is known. */
  readonly selectedIndex: number | undefined;
  selected(index: number, row: Row | undefined): boolean;
}

export interface ListWindowOptions extends Omit<ListScrollerOptions, "moved"> {
  readonly viewport: HTMLElement;
  readonly rows: HTMLElement;
  readonly blocks: RowBlocks;
  /** The person moved: upwards, or to the end. */
  moved(where: "up" | "down" | "end"): void;
}

export class ListWindow {
  readonly #blocks: RowBlocks;
  readonly #scroller: ListScroller;
  readonly #painter: RowPainter;
  #viewportPx = 0;
  #direction: -1 | 1 = 1;
  #painted: PaintedRows = { first: 0, last: -1, activeId: undefined };
  #paintedPx = 0;
  /** What is painted belongs to rows that are no more; it stays until one of the new is here, so that nothing flickers. */
  #outdated = false;
  /** Where the selected row was painted last, from the upper edge; and where it was before the rows became others. */
  #selectedPx: number | undefined;
  #heldPx: number | undefined;

  constructor({ blocks, viewport, rows, moved, ...scrolling }: ListWindowOptions) {
    this.#blocks = blocks;
    this.#painter = new RowPainter(viewport, rows);
    this.#scroller = new ListScroller({
      ...scrolling,
      moved: (direction, atEnd) => {
        this.#direction = direction;
        moved(direction < 0 ? "up" : atEnd ? "end" : "down");
      },
    });
  }

  get painted(): PaintedRows {
    return this.#painted;
  }

  /** Whole rows that fit. */
  get page(): number {
    return this.#scroller.range.page;
  }

  resize(viewportPx: number): void {
    this.#viewportPx = viewportPx;
  }

  /** Other rows from now on. */
  reset(): void {
    this.#heldPx = this.#selectedPx;
    this.#outdated = true;
    this.#blocks.reset();
  }

  /** Gives up waiting for rows that cannot be had. */
  giveUp(): void {
    this.#outdated = false;
  }

  /** Asks for the rows that are to be seen, and draws those that are here. False when there was nothing to draw yet. */
  paint(state: WindowState): boolean {
    const { count, selectedIndex } = state;
    if (this.#viewportPx === 0) return false;
    this.#scroller.resize(count, this.#viewportPx);
    const offsetPx = state.follow && count > 0 ? this.#tailPx(count) : this.#scrolledPx(count);
    if (offsetPx === undefined) return false;
    this.#outdated = false;
    this.#paintedPx = offsetPx;
    this.#painted = this.#painter.paint({
      ...state,
      offsetPx,
      viewportPx: this.#viewportPx,
      row: (index) => this.#blocks.row(index),
    });
    const { first, last } = this.#painted;
    const shown = selectedIndex !== undefined && selectedIndex >= first && selectedIndex <= last;
    this.#selectedPx = shown ? selectedIndex * rowHeightPx - offsetPx : undefined;
    return true;
  }

  /** Moves as little as possible to a row that a key went to. */
  goTo(index: number): void {
    this.#direction = index * rowHeightPx < this.#scroller.offsetPx ? -1 : 1;
    this.#scroller.moveTo(this.#scroller.range.reveal(index, this.#scroller.offsetPx));
  }

  /** Brings a row to the middle, unless it is to be seen already. */
  reveal(index: number, count: number): void {
    this.#scroller.resize(count, this.#viewportPx);
    const [first, last] = visibleRows(this.#scroller.offsetPx, this.#viewportPx, count);
    if (index <= first || index >= last) this.#scroller.moveTo(this.#scroller.range.centre(index));
  }

  /** Brings a row to where the selected one stood before the rows became others. */
  hold(index: number, count: number): void {
    this.#scroller.resize(count, this.#viewportPx);
    const heldPx = this.#heldPx;
    this.#scroller.moveTo(heldPx === undefined ? this.#scroller.range.centre(index) : index * rowHeightPx - heldPx);
  }

  /** So many rows went at the front: what is to be seen stays where it is. */
  shift(rows: number): void {
    this.#scroller.moveTo(Math.max(0, this.#scroller.offsetPx - rows * rowHeightPx));
  }

  /** Stands still at what is to be seen: the tail may lag behind the scroll bar. */
  stay(): void {
    this.#scroller.moveTo(this.#paintedPx);
  }

  /** The row index that an event fell on. */
  indexAt(event: Event): number | undefined {
    return this.#painter.indexAt(event);
  }

  shownColumns(rowId: string): readonly Column[] {
    return this.#painter.shownColumns(rowId);
  }

  /** The offset that shows the newest rows that are here. */
  #tailPx(count: number): number | undefined {
    this.#blocks.wantTail(count, this.#scroller.range.page * 2);
    const end = this.#blocks.tailEnd;
    if (end === undefined) return undefined;
    this.#scroller.moveToEnd();
    return Math.max(0, Math.min(end, count) * rowHeightPx - this.#viewportPx);
  }

  #scrolledPx(count: number): number | undefined {
    const { offsetPx } = this.#scroller;
    const [first, last] = visibleRows(offsetPx, this.#viewportPx, count);
    this.#blocks.want(first, last, this.#direction, count);
    const here = last < first || this.#blocks.row(first) !== undefined || this.#blocks.row(last) !== undefined;
    return this.#outdated && !here ? undefined : offsetPx;
  }
}
