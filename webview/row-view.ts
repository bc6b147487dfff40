/**
 * One recycled row of the list: its cells are made once and filled again and again, since a fast stream draws a thousand
 * rows a second. Plain DOM for that reason. Everything that came from a peer goes in as text.
 */
import type { Row } from "../src/bridge/rows.ts";
import { findHighlights, type Marks } from "../src/filter/highlights.ts";
import { type Column, columns } from "./columns.ts";
import { formatCount, formatDelta, formatSize } from "./format.ts";
import {
  classesOf,
  glyphOf,
  isWide,
  kindOf,
  leadOf,
  meaningOf,
  type RowContext,
  summaryOf,
  timeOf,
} from "./row-words.ts";
import { visibleLine } from "./visible-text.ts";

export class RowView {
  readonly element = document.createElement("div");
  readonly #cells = new Map<Column, HTMLElement>();
  #marked: Column | undefined;
  readonly #drawn = new Map<Column, string>();
  /** With which it was drawn. */
  #marks: Marks = [];

  constructor(id: string) {
    this.element.id = id;
    this.element.setAttribute("role", "row");
    for (const column of columns) {
      const cell = document.createElement("span");
      cell.id = `${id}-${column}`;
      cell.className = column;
      cell.setAttribute("role", "gridcell");
      this.#cells.set(column, cell);
      this.element.append(cell);
    }
  }

  /** `above` is the row before it in the list, where it is known. */
  draw(index: number, row: Row | undefined, above: Row | undefined, selected: boolean, context: RowContext): void {
    setAttribute(this.element, "aria-rowindex", String(index + 2));
    setAttribute(this.element, "aria-selected", String(selected));
    setAttribute(this.element, "aria-busy", row ? "false" : "true");
    setAttribute(this.element, "class", `row ${row ? classesOf(row) : "waiting"}${selected ? " selected" : ""}`);
    this.element.hidden = false;
    this.#mark(selected ? context.column : undefined);
    if (!row) {
      for (const column of columns) this.#fill(column, "");
      return;
    }
    this.#fill("number", formatCount(row.seq));
    this.#fill("time", timeOf(row, above, context));
    this.#fill("delta", row.deltaMs === undefined ? "" : formatDelta(row.deltaMs));
    this.#fill("direction", glyphOf(row));
    this.#label("direction", meaningOf(row));
    const { marks } = context;
    if (marks !== this.#marks) this.#drawn.clear();
    this.#marks = marks;
    this.#fill("client", row.client?.label ?? "");
    this.#fill("kind", kindOf(row), marks);
    this.#fill("channel", visibleLine(row.channelLabel ?? row.channel ?? ""), marks);
    this.#fill("event-id", visibleLine(row.eventId ?? ""), marks);
    this.#fill("size", row.sizeBytes === undefined ? "" : formatSize(row.sizeBytes));
    this.#fill("summary", summaryOf(row), marks, isWide(row) ? leadOf(row) : "");
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** The cell that the keys are on, if this row has it. */
  #mark(column: Column | undefined): void {
    if (column === this.#marked) return;
    if (this.#marked) this.#cells.get(this.#marked)?.classList.remove("on");
    if (column) this.#cells.get(column)?.classList.add("on");
    this.#marked = column;
  }

  #label(column: Column, label: string): void {
    const cell = this.#cells.get(column);
    if (cell) setAttribute(cell, "aria-label", label);
  }

  #fill(column: Column, text: string, marks: Marks = [], lead = ""): void {
    const drawn = `${lead}\0${text}`;
    if (this.#drawn.get(column) === drawn) return;
    this.#drawn.set(column, drawn);
    const cell = this.#cells.get(column);
    if (!cell) return;
    if (lead === "" && marks.length === 0) cell.textContent = text;
    else cell.replaceChildren(...(lead ? [strong(lead), " "] : []), ...marked(text, marks));
  }
}

function strong(text: string): HTMLElement {
  const element = document.createElement("b");
  element.textContent = text;
  return element;
}

function marked(text: string, marks: Marks): (Node | string)[] {
  const parts: (Node | string)[] = [];
  let at = 0;
  for (const [from, to] of findHighlights(text, marks)) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    parts.push(text.slice(at, from), mark);
    at = to;
  }
  parts.push(text.slice(at));
  return parts;
}

function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
