/**
 * The small button in the cell under the mouse: one element that goes from cell to cell, since there are hundreds of cells,
 * and all of them are recycled. Knows neither rows nor what the button does.
 */

/** What the button would do with a cell. */
export interface Offer {
  readonly title: string;
  take(): void;
  /** The cell's menu is wanted, and the mouse is on the button. */
  ask(event: MouseEvent): void;
}

/** As the list's styles have it. */
const buttonPx = 18;
const gapPx = 5;
/** Whoever only comes by, or clicks at once, means the row. */
const restMs = 300;

export interface CellHoverOptions {
  /** Around the rows; the button is placed in it. */
  readonly around: HTMLElement;
  readonly button: HTMLElement;
  /** Undefined: nothing, and there is no button. */
  offerFor(event: PointerEvent, cell: HTMLElement): Offer | undefined;
}

export class CellHover {
  readonly #options: CellHoverOptions;
  #cell: HTMLElement | undefined;
  #offer: Offer | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CellHoverOptions) {
    this.#options = options;
    const { around, button } = options;
    around.addEventListener("pointermove", (event) => this.#onMove(event));
    around.addEventListener("pointerleave", () => this.hide());
    // Before the list takes it for a click on the row.
    button.addEventListener("mousedown", (event) => event.stopPropagation());
    button.addEventListener("click", () => {
      const offer = this.#offer;
      this.hide();
      offer?.take();
    });
    button.addEventListener("contextmenu", (event) => {
      event.stopPropagation();
      this.#offer?.ask(event);
    });
  }

  /** Rows have moved below the mouse. */
  hide(): void {
    clearTimeout(this.#timer);
    this.#cell = undefined;
    this.#offer = undefined;
    this.#options.button.hidden = true;
  }

  #onMove(event: PointerEvent): void {
    const { button, offerFor } = this.#options;
    const path = event.composedPath();
    if (path.includes(button)) return;
    const cell = path.find((node): node is HTMLElement => node instanceof HTMLElement && node.role === "gridcell");
    if (cell !== this.#cell) {
      this.hide();
      this.#cell = cell;
      this.#offer = cell && event.pointerType === "mouse" ? offerFor(event, cell) : undefined;
    }
    if (!cell || !this.#offer || !button.hidden) return;
    const { title } = this.#offer;
    const { clientX } = event;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(cell, title, clientX), restMs);
  }

  #show(cell: HTMLElement, title: string, mouseX: number): void {
    const { around, button } = this.#options;
    const left = besideText(cell);
    // It must not come up under the mouse: the click that follows was meant for the row.
    if (left === undefined || (mouseX >= left - gapPx && mouseX <= left + buttonPx + gapPx)) return;
    const origin = around.getBoundingClientRect();
    button.title = title;
    button.setAttribute("aria-label", title);
    button.style.left = `${left - origin.left}px`;
    button.style.top = `${cell.getBoundingClientRect().top - origin.top + 2}px`;
    button.hidden = false;
  }
}

/** After the text, or else before it: over it, it would catch the clicks that are meant for the row. */
function besideText(cell: HTMLElement): number | undefined {
  const room = cell.getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(cell);
  const text = range.getBoundingClientRect();
  if (text.right + gapPx + buttonPx <= room.right) return text.right + gapPx;
  if (text.left - gapPx - buttonPx >= room.left) return text.left - gapPx - buttonPx;
  return undefined;
}
