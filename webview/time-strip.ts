/**
 * The strip above the rows: the whole time of the capture in one line, with connections, blind windows, stale times and
 * marks for verdicts. Clicking a mark goes to its row, dragging chooses a stretch of time. Draws what it is given.
 */
import { html, LitElement, nothing, type PropertyValues, svg } from "lit";
import type { Overview } from "../src/bridge/overview.ts";
import { formatClock, formatDuration } from "./format.ts";
import { placed } from "./placed.ts";
import { type StripItem, stripItems, stripStops } from "./strip-items.ts";
import { stripShape, stripStyles } from "./strip-shapes.ts";
import type { TimeRange } from "./time-term.ts";

/** Marks this near to each other would lie on each other. */
const slotPx = 9;
/** A pointer this near to a mark means it. */
const nearPx = 6;
/** A shorter drag is a click. */
const dragPx = 4;

/**
 * Emits `jumped` with a number, `brushed` with a `TimeRange`, `unbrushed`, and `resized` with the marks that there is
 * room for.
 */
export class TimeStrip extends LitElement {
  static override properties = {
    overview: { attribute: false },
    range: { attribute: false },
    widthPx: { state: true },
    active: { state: true },
    pointerPx: { state: true },
    drag: { state: true },
  };
  static override styles = stripStyles;

  declare overview: Overview | undefined;
  /** What the filter leaves of the time; undefined: all of it. */
  declare range: TimeRange | undefined;
  declare widthPx: number;
  /** Number of the entry that the keys stand at; its item may move when more comes. */
  declare active: number | undefined;
  declare pointerPx: number | undefined;
  declare drag: { readonly fromPx: number; readonly toPx: number } | undefined;
  #items: readonly StripItem[] = [];
  #stops: readonly StripItem[] = [];
  #stopOf: ReadonlyMap<StripItem, number> = new Map();

  constructor() {
    super();
    this.widthPx = 0;
  }

  override firstUpdated(): void {
    const track = this.#track;
    new ResizeObserver(() => {
      this.widthPx = track.clientWidth;
      this.dispatchEvent(new CustomEvent("resized", { detail: Math.max(1, Math.floor(this.widthPx / slotPx)) }));
    }).observe(track);
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("overview")) return;
    this.#items = this.overview ? stripItems(this.overview) : [];
    this.#stops = stripStops(this.#items);
    this.#stopOf = new Map(this.#stops.map((stop, index) => [stop, index]));
  }

  override render() {
    const { fromAt, toAt } = this.overview ?? {};
    const active = this.#stops.find(({ seq }) => seq === this.active);
    return html`
      <span class="end">${fromAt === undefined ? "" : formatClock(fromAt).slice(0, 8)}</span>
      <div
        class="track"
        role="listbox"
        tabindex="0"
        aria-label="Overview of the whole time"
        aria-description="Arrow keys go from mark to mark, Enter goes to its row. Drag to filter by time, double-click to see all."
        aria-activedescendant=${active ? `stop-${this.#stops.indexOf(active)}` : nothing}
        @keydown=${this.#onKey}
        @blur=${() => {
          this.active = undefined;
        }}
        @pointerdown=${this.#onDown}
        @pointermove=${this.#onMove}
        @pointerleave=${() => {
          this.pointerPx = undefined;
        }}
        @dblclick=${() => this.dispatchEvent(new CustomEvent("unbrushed"))}
      >
        ${this.#drawing(active)} ${this.#brush()}
      </div>
      <span class="end">${toAt === undefined ? "" : formatClock(toAt).slice(0, 8)}</span>
      ${this.#tooltip(active)}
    `;
  }

  #drawing(active: StripItem | undefined) {
    const { widthPx } = this;
    const order = (item: StripItem) => shapeOrder.indexOf(item.shape);
    const drawn = [...this.#items].sort((a, b) => order(a) - order(b));
    return html`<svg width=${widthPx} height="24" role="presentation">
      <defs>
        <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch-ground" width="5" height="5"></rect>
          <rect class="hatch-line" width="2.5" height="5"></rect>
        </pattern>
      </defs>
      <line class="axis" x1="0" x2=${widthPx} y1="12" y2="12"></line>
      ${drawn.map((item) => {
        const stop = this.#stopOf.get(item) ?? -1;
        return svg`<g
          class=${item === active ? `${item.shape} active` : item.shape}
          id=${stop < 0 ? nothing : `stop-${stop}`}
          role=${stop < 0 ? "presentation" : "option"}
          aria-selected=${stop < 0 ? nothing : String(item === active)}
          aria-label=${stop < 0 ? nothing : item.lines.join(", ")}
        >${stripShape(item.shape, this.#px(item.fromAt), this.#px(item.toAt))}</g>`;
      })}
    </svg>`;
  }

  /** What is being dragged over, or what the filter leaves. */
  #brush() {
    const range = this.range && { fromPx: this.#px(this.range.fromAt), toPx: this.#px(this.range.toAt) };
    const { fromPx, toPx } = this.drag ?? range ?? { fromPx: 0, toPx: 0 };
    if (!this.drag && !range) return nothing;
    const left = Math.min(fromPx, toPx);
    return html`<div class="brush" ${placed({ left: `${left}px`, width: `${Math.max(2, Math.abs(toPx - fromPx))}px` })}></div>`;
  }

  #tooltip(active: StripItem | undefined) {
    const { pointerPx, drag } = this;
    const at = pointerPx ?? (active && this.#px((active.fromAt + active.toAt) / 2));
    if (at === undefined || !this.overview?.toAt) return nothing;
    const place = placed({ left: `${this.#track.offsetLeft + at}px` });
    const side = at > this.widthPx / 2 ? "tip left" : "tip";
    return html`<div class=${side} ${place}>
      ${(drag ? this.#dragLines(drag) : this.#linesAt(pointerPx, active)).map((line) => html`<span>${line}</span>`)}
    </div>`;
  }

  #dragLines({ fromPx, toPx }: { fromPx: number; toPx: number }): readonly string[] {
    const [from, to] = [this.#at(Math.min(fromPx, toPx)), this.#at(Math.max(fromPx, toPx))];
    return [`${formatClock(from)} to ${formatClock(to)}`, formatDuration(to - from)];
  }

  #linesAt(pointerPx: number | undefined, active: StripItem | undefined): readonly string[] {
    const item = pointerPx === undefined ? active : this.#itemAt(pointerPx);
    if (item) return item.lines;
    return [formatClock(this.#at(pointerPx ?? 0)), "Not connected"];
  }

  #onDown(event: PointerEvent): void {
    if (event.button !== 0 || this.overview?.fromAt === undefined) return;
    const fromPx = this.#pxOf(event);
    const track = this.#track;
    track.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => {
      const toPx = this.#pxOf(moved);
      if (this.drag || Math.abs(toPx - fromPx) >= dragPx) this.drag = { fromPx, toPx };
    };
    const end = (ended: Event) => {
      track.removeEventListener("pointermove", move);
      const { drag } = this;
      this.drag = undefined;
      if (ended.type !== "pointerup") return;
      if (drag) this.#tellBrush(drag);
      else this.#jump(this.#itemAt(fromPx));
    };
    track.addEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) {
      track.addEventListener(name, end, { once: true });
    }
  }

  #tellBrush({ fromPx, toPx }: { fromPx: number; toPx: number }): void {
    const detail: TimeRange = { fromAt: this.#at(Math.min(fromPx, toPx)), toAt: this.#at(Math.max(fromPx, toPx)) };
    this.dispatchEvent(new CustomEvent("brushed", { detail }));
  }

  #onMove(event: PointerEvent): void {
    this.pointerPx = this.#pxOf(event);
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#stops.findIndex(({ seq }) => seq === this.active);
    const last = this.#stops.length - 1;
    const next = { ArrowRight: at + 1, ArrowLeft: at < 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (next !== undefined && last >= 0) this.active = this.#stops[Math.max(0, Math.min(next, last))]?.seq;
    else if (event.key === "Enter" || event.key === " ") this.#jump(this.#stops[at]);
    else if (event.key === "Escape" && this.drag) this.drag = undefined;
    else if (event.key === "Escape" && this.range) this.dispatchEvent(new CustomEvent("unbrushed"));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #jump(item: StripItem | undefined): void {
    if (item) this.dispatchEvent(new CustomEvent("jumped", { detail: item.seq }));
  }

  /** Marks before stretches, and what is drawn on top before what lies below. */
  #itemAt(px: number): StripItem | undefined {
    const near = this.#items
      .map((item) => ({ item, distancePx: this.#distancePx(item, px) }))
      .filter(({ distancePx }) => distancePx <= nearPx);
    near.sort((a, b) => rank(b.item) - rank(a.item) || a.distancePx - b.distancePx);
    return near[0]?.item;
  }

  #distancePx(item: StripItem, px: number): number {
    const [from, to] = [this.#px(item.fromAt), this.#px(item.toAt)];
    const outside = Math.max(from - px, px - to, 0);
    return rank(item) > 0 || outside <= 1 ? outside : Number.POSITIVE_INFINITY;
  }

  #px(at: number): number {
    const { fromAt = 0, toAt = 0 } = this.overview ?? {};
    const share = toAt > fromAt ? (at - fromAt) / (toAt - fromAt) : 0;
    return Math.max(0, Math.min(share, 1)) * this.widthPx;
  }

  #at(px: number): number {
    const { fromAt = 0, toAt = 0 } = this.overview ?? {};
    return fromAt + (Math.max(0, Math.min(px, this.widthPx)) / Math.max(1, this.widthPx)) * (toAt - fromAt);
  }

  #pxOf(event: PointerEvent): number {
    return event.clientX - this.#track.getBoundingClientRect().left;
  }

  get #track(): HTMLElement {
    return this.renderRoot.querySelector(".track") as HTMLElement;
  }
}

/** From the ground to the top. */
const shapeOrder: readonly StripItem["shape"][] = [
  "opening",
  "open",
  "stale",
  "blind",
  "reconnect",
  "warning",
  "error",
];

/** Connections lie under all that one could mean. */
function rank({ shape }: StripItem): number {
  return Math.max(0, shapeOrder.indexOf(shape) - 1);
}

customElements.define("time-strip", TimeStrip);
