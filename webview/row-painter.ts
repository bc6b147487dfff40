/** Draws the rows that are to be seen into recycled elements. Knows neither where rows come from nor how one scrolls. */
import type { Row } from "../src/bridge/rows.ts";
import { type Column, columns } from "./columns.ts";
import { RowView } from "./row-view.ts";
import type { RowContext } from "./row-words.ts";
import { rowHeightPx } from "./scroll-range.ts";

export interface RowPicture {
  readonly offsetPx: number;
  readonly viewportPx: number;
  readonly count: number;
  readonly context: RowContext;
  row(index: number): Row | undefined;
  selected(index: number, row: Row | undefined): boolean;
}

export interface PaintedRows {
  readonly first: number;
  /** Inclusive; -1 when there is none. */
  readonly last: number;
  /** Id of the selected row's element, if it is among them. */
  readonly activeId: string | undefined;
}

/** Rows that touch a viewport at an offset, both inclusive. */
export function visibleRows(offsetPx: number, viewportPx: number, count: number): readonly [number, number] {
  const first = Math.floor(offsetPx / rowHeightPx);
  return [first, Math.min(count - 1, Math.ceil((offsetPx + viewportPx) / rowHeightPx) - 1)];
}

export class RowPainter {
  readonly #viewport: HTMLElement;
  readonly #rows: HTMLElement;
  readonly #views: RowView[] = [];

  /** `rows` moves in the viewport. */
  constructor(viewport: HTMLElement, rows: HTMLElement) {
    this.#viewport = viewport;
    this.#rows = rows;
  }

  paint(picture: RowPicture): PaintedRows {
    const [first, last] = visibleRows(picture.offsetPx, picture.viewportPx, picture.count);
    const shiftPx = picture.offsetPx - first * rowHeightPx;
    this.#viewport.style.height = `${picture.viewportPx}px`;
    this.#rows.style.transform = `translateY(${-shiftPx}px)`;
    let activeId: string | undefined;
    for (let slot = 0; slot <= last - first; slot++) {
      const index = first + slot;
      const row = picture.row(index);
      const selected = picture.selected(index, row);
      const view = this.#view(slot);
      view.draw(index, row, index > 0 ? picture.row(index - 1) : undefined, selected, picture.context);
      if (selected) activeId = view.element.id;
    }
    for (let slot = Math.max(0, last - first + 1); slot < this.#views.length; slot++) this.#view(slot).hide();
    return { first, last, activeId };
  }

  /** The columns of a row that are to be seen, in order. */
  shownColumns(rowId: string): readonly Column[] {
    return columns.filter((column) => this.#rows.querySelector(`#${rowId}-${column}`)?.getClientRects().length);
  }

  /** The row index that an event fell on. */
  indexAt(event: Event): number | undefined {
    const element = event.composedPath().find((node) => node instanceof HTMLElement && node.role === "row");
    const ariaRow = (element as HTMLElement | undefined)?.ariaRowIndex;
    return ariaRow ? Number(ariaRow) - 2 : undefined;
  }

  #view(slot: number): RowView {
    const made = this.#views[slot];
    if (made) return made;
    const view = new RowView(`row-${slot}`);
    this.#views.push(view);
    this.#rows.append(view.element);
    return view;
  }
}
