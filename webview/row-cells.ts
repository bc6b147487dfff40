/**
 * What can be done with single cells of the list: keys go along them, a menu opens on them, and a button below the mouse
 * filters by them. Knows neither how rows are fetched nor what the menu holds.
 */
import type { Row } from "../src/bridge/rows.ts";
import { CellCursor } from "./cell-cursor.ts";
import { CellHover } from "./cell-hover.ts";
import { termOf } from "./cell-values.ts";
import { type Column, columns } from "./columns.ts";

export interface RowAt {
  readonly row: Row;
  readonly index: number;
}

export interface AskedCell {
  readonly row: Row;
  readonly column: Column;
  /** Where the menu goes, in CSS px of the window. */
  readonly at: { readonly x: number; readonly y: number };
}

export interface RowCellsOptions {
  /** Has the focus, and hears the keys. */
  readonly grid: HTMLElement;
  /** Around the rows. */
  readonly viewport: HTMLElement;
  /** In the viewport. */
  readonly button: HTMLElement;
  rowAt(event: Event): RowAt | undefined;
  /** The selected row, if it is to be seen, and the id of its element. */
  selected(): { readonly row: Row; readonly id: string } | undefined;
  shownColumns(rowId: string): readonly Column[];
  /** A row is meant, but its details are not. */
  pointed(at: RowAt): void;
  asked(cell: AskedCell): void;
  filterBy(term: string): void;
  /** The keys went to another cell. */
  moved(): void;
}

export class RowCells {
  readonly #options: RowCellsOptions;
  readonly #cursor = new CellCursor();
  readonly #hover: CellHover;

  constructor(options: RowCellsOptions) {
    this.#options = options;
    const { grid, viewport, button, rowAt, filterBy } = options;
    this.#hover = new CellHover({
      around: viewport,
      button,
      offerFor: (event, cell) => {
        const at = rowAt(event);
        const term = at && termOf(at.row, columnOf(cell));
        if (!at || term === undefined) return undefined;
        return {
          title: `Filter by ${term}`,
          take: () => filterBy(term),
          ask: (asking) => this.#ask(asking, cell, at),
        };
      },
    });
    grid.addEventListener("contextmenu", (event) => this.#onMenu(event));
  }

  /** The cell of the selected row that the keys are on. */
  get column(): Column | undefined {
    return this.#cursor.column;
  }

  /** What is below the mouse is another row now. */
  rowsMoved(): void {
    this.#hover.hide();
  }

  /** Whether the key went along the cells. */
  takesKey(key: string): boolean {
    if (key !== "ArrowLeft" && key !== "ArrowRight") return false;
    const selected = this.#options.selected();
    if (!selected) return false;
    this.#cursor.move(key === "ArrowLeft" ? -1 : 1, this.#options.shownColumns(selected.id));
    this.#options.moved();
    return true;
  }

  /** By the mouse. */
  #ask(event: MouseEvent, cell: HTMLElement, at: RowAt): void {
    event.preventDefault();
    this.#hover.hide();
    this.#options.pointed(at);
    this.#options.asked({ row: at.row, column: columnOf(cell), at: { x: event.clientX, y: event.clientY } });
  }

  #onMenu(event: MouseEvent): void {
    const { grid, rowAt, selected, asked } = this.#options;
    const cell = cellOf(event);
    const clicked = cell && rowAt(event);
    event.preventDefault();
    if (cell && clicked) {
      this.#ask(event, cell, clicked);
      return;
    }
    // By the keyboard, on what it is on. A click beside the rows means none.
    const chosen = event.button === 2 ? undefined : selected();
    if (!chosen) return;
    const column = this.column ?? "kind";
    const place = grid.querySelector(`#${chosen.id}-${column}`)?.getBoundingClientRect();
    if (place) asked({ row: chosen.row, column, at: { x: place.left, y: place.bottom } });
  }
}

function cellOf(event: Event): HTMLElement | undefined {
  return event
    .composedPath()
    .find((node): node is HTMLElement => node instanceof HTMLElement && node.role === "gridcell");
}

function columnOf(cell: HTMLElement): Column {
  return columns.find((column) => cell.classList.contains(column)) ?? "summary";
}
