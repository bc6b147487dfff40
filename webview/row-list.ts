/**
 * The list of rows: draws a window of any number of them, follows the tail, and answers wheel and keys. It asks for rows,
 * and never holds more than a few blocks. Knows nothing of sessions or protocols.
 */
import { html, LitElement, nothing, type PropertyValues } from "lit";
import type { Row, RowWindow } from "../src/bridge/rows.ts";
import { columnStyles, columns, type TimeMode } from "./columns.ts";
import { formatCount } from "./format.ts";
import { listHead, newRowsButton } from "./list-parts.ts";
import { ListScroller } from "./list-scroller.ts";
import { RowBlocks } from "./row-blocks.ts";
import { meaningOfKey } from "./row-keys.ts";
import { rowListStyles } from "./row-list-styles.ts";
import { type PaintedRows, RowPainter, visibleRows } from "./row-painter.ts";
import { rowHeightPx } from "./scroll-range.ts";

/** A list this short may still be waiting for its first real row. */
const quietLimit = 8;

/** Emits `row-selected`, `follow-changed`, `details-opened`, `details-closed`, `resumed`, `time-changed`, `call-failed`. */
export class RowList extends LitElement {
  static override properties = {
    count: { type: Number },
    freshness: { type: Number },
    view: {},
    follow: { type: Boolean },
    paused: { type: Number },
    time: {},
    zeroAt: { type: Number },
    needle: {},
    selectedSeq: { type: Number },
    selectedIndex: { type: Number },
    quietRow: { attribute: false },
    fetchRows: { attribute: false },
    seenEnd: { state: true },
    quiet: { state: true },
  };
  static override styles = [columnStyles, rowListStyles];

  /** Rows in the view. */
  declare count: number;
  /** Grows whenever the last row may have changed. */
  declare freshness: number;
  /** Another value means other rows: what was fetched is worthless. */
  declare view: string;
  declare follow: boolean;
  /** Rows that came while the list stands still; undefined while it does not. */
  declare paused: number | undefined;
  declare time: TimeMode;
  declare zeroAt: number;
  declare needle: string;
  declare selectedSeq: number | undefined;
  declare selectedIndex: number | undefined;
  /** Whether a row says no more than "still here": while only such rows are there, the hint slot is shown. */
  declare quietRow: (row: Row) => boolean;
  declare fetchRows: (from: number, count: number) => Promise<RowWindow>;
  declare seenEnd: number;
  declare quiet: boolean;

  #scroller: ListScroller | undefined;
  #painter: RowPainter | undefined;
  #viewportPx = 0;
  #direction: -1 | 1 = 1;
  #paintDue = false;
  #painted: PaintedRows & { readonly offsetPx: number } = { first: 0, last: -1, activeId: undefined, offsetPx: 0 };
  /** In characters. It only grows, so that columns do not dance. */
  #numberWidth = 9;
  /** To be selected as soon as it is fetched. */
  #wanted: number | "end" | undefined;
  readonly #blocks = new RowBlocks({
    fetch: (from, count) => this.fetchRows(from, count),
    arrived: () => this.#repaint(),
    failed: (error) => this.#emit("call-failed", { message: error.message }),
  });

  constructor() {
    super();
    this.count = 0;
    this.freshness = 0;
    this.view = "";
    this.follow = true;
    this.time = "absolute";
    this.zeroAt = 0;
    this.needle = "";
    this.seenEnd = 0;
    this.quiet = false;
    this.quietRow = () => false;
  }

  /** Brings a row to the middle, unless it is to be seen already. */
  revealRow(index: number): void {
    const scroller = this.#scroller;
    if (!scroller) return;
    const [first, last] = visibleRows(scroller.offsetPx, this.#viewportPx, this.count);
    if (index <= first || index >= last) scroller.moveTo(scroller.range.centre(index));
    this.#repaint();
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>(".grid")?.focus();
  }

  override render() {
    return html`
      <div
        class="grid"
        role="grid"
        tabindex="0"
        aria-label="Timeline"
        aria-rowcount=${this.count + 1}
        aria-colcount=${columns.length}
        @keydown=${this.#onKey}
      >
        ${listHead(this.time, () => this.#emit("time-changed", undefined))}
        <div class="scroller" role="presentation">
          <div class="spacer" role="presentation">
            <div class="viewport" role="presentation">
              <div class="rows" role="rowgroup" @mousedown=${this.#onMouse}></div>
            </div>
          </div>
        </div>
        <div class="lane" role="presentation"></div>
      </div>
      ${this.count === 0 || this.quiet ? html`<div class="hint"><slot></slot></div>` : nothing}
      ${newRowsButton({
        held: this.paused,
        fresh: this.follow ? 0 : this.count - this.seenEnd,
        resume: () => this.#emit("resumed", undefined),
        follow: () => this.#setFollow(true),
      })}
    `;
  }

  override firstUpdated(): void {
    const find = (selector: string) => this.renderRoot.querySelector(selector) as HTMLElement;
    const scroller = find(".scroller");
    this.#painter = new RowPainter(find(".viewport"), find(".rows"));
    const moved = (direction: -1 | 1, atEnd: boolean) => this.#onMoved(direction, atEnd);
    this.#scroller = new ListScroller({ scroller, spacer: find(".spacer"), moved });
    new ResizeObserver(() => {
      this.#viewportPx = scroller.clientHeight;
      this.#repaint();
    }).observe(scroller);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("view")) {
      this.#blocks.reset();
      this.#wanted = undefined;
      this.seenEnd = 0;
    }
    if (changed.has("freshness")) this.#blocks.grow();
    // These two come from painting; to paint for them again would be a circle.
    if ([...changed.keys()].some((name) => name !== "seenEnd" && name !== "quiet")) this.#repaint();
  }

  #repaint(): void {
    if (this.#paintDue) return;
    this.#paintDue = true;
    requestAnimationFrame(() => {
      this.#paintDue = false;
      this.#paint();
    });
  }

  #paint(): void {
    const [scroller, painter, viewportPx, count] = [this.#scroller, this.#painter, this.#viewportPx, this.count];
    if (!scroller || !painter || viewportPx === 0) return;
    scroller.resize(count, viewportPx);
    let offsetPx = scroller.offsetPx;
    if (this.follow && count > 0) {
      this.#blocks.wantTail(count, scroller.range.page * 2);
      // Until the newest rows are here the old ones stay: nothing flickers, whatever the rate.
      const end = this.#blocks.tailEnd;
      if (end === undefined) return;
      scroller.moveToEnd();
      offsetPx = Math.max(0, Math.min(end, count) * rowHeightPx - viewportPx);
    } else {
      const [first, last] = visibleRows(offsetPx, viewportPx, count);
      this.#blocks.want(first, last, this.#direction, count);
    }
    this.#settleWanted();
    const context = { time: this.time, zeroAt: this.zeroAt, needle: this.needle };
    const row = (index: number) => this.#blocks.row(index);
    const selected = (index: number, at: Row | undefined) => this.#isSelected(index, at);
    this.#painted = { ...painter.paint({ offsetPx, viewportPx, count, context, row, selected }), offsetPx };
    this.#afterPaint();
  }

  #afterPaint(): void {
    const { last, activeId } = this.#painted;
    const grid = this.renderRoot.querySelector(".grid");
    if (activeId) grid?.setAttribute("aria-activedescendant", activeId);
    else grid?.removeAttribute("aria-activedescendant");
    this.seenEnd = this.follow ? this.count : Math.min(this.count, Math.max(this.seenEnd, last + 1));
    const widest = formatCount(this.#blocks.row(last)?.seq ?? 0).length;
    if (widest > this.#numberWidth) {
      this.#numberWidth = widest;
      this.style.setProperty("--fs-number-width", `${widest}ch`);
    }
    const rows = Array.from({ length: Math.min(this.count, quietLimit + 1) }, (_, index) => this.#blocks.row(index));
    this.quiet = rows.length > 0 && rows.length <= quietLimit && rows.every((row) => row && this.quietRow(row));
    if (this.quiet) this.style.setProperty("--fs-rows-height", `${this.count * rowHeightPx}px`);
  }

  #isSelected(index: number, row: Row | undefined): boolean {
    if (this.#wanted !== undefined) return index === this.#wanted;
    if (!row || this.selectedSeq === undefined) return false;
    return row.seq <= this.selectedSeq && this.selectedSeq <= (row.fold?.lastSeq ?? row.seq);
  }

  #settleWanted(): void {
    if (this.#wanted === undefined) return;
    const index = this.#wanted === "end" ? (this.#blocks.tailEnd ?? 0) - 1 : this.#wanted;
    const row = this.#blocks.row(index);
    if (!row) return;
    this.#wanted = undefined;
    this.selectedSeq = row.seq;
    this.selectedIndex = index;
    this.#emit("row-selected", { seq: row.seq, index });
  }

  #onMoved(direction: -1 | 1, atEnd: boolean): void {
    this.#direction = direction;
    if (direction < 0) this.#setFollow(false);
    else if (atEnd) this.#setFollow(true);
    this.#repaint();
  }

  #onMouse(event: MouseEvent): void {
    const index = this.#painter?.indexAt(event);
    if (event.button !== 0 || index === undefined) return;
    this.#setFollow(false);
    this.#wanted = index;
    this.#repaint();
  }

  #onKey(event: KeyboardEvent): void {
    const scroller = this.#scroller;
    if (!scroller || event.ctrlKey || event.metaKey || event.altKey) return;
    const { first, last } = this.#painted;
    const from = typeof this.#wanted === "number" ? this.#wanted : this.selectedIndex;
    const { count } = this;
    const meaning = meaningOfKey(event.key, {
      count,
      from,
      firstVisible: first,
      lastVisible: last,
      page: scroller.range.page,
    });
    if (!meaning) return;
    event.preventDefault();
    if (meaning.kind === "open") this.#emit("details-opened", undefined);
    else if (meaning.kind === "close") this.#emit("details-closed", undefined);
    else if (meaning.kind === "end") {
      this.#setFollow(true);
      this.#blocks.forgetTail();
      this.#wanted = "end";
    } else {
      this.#setFollow(false);
      this.#direction = meaning.index < (from ?? 0) ? -1 : 1;
      this.#wanted = meaning.index;
      scroller.moveTo(scroller.range.reveal(meaning.index, scroller.offsetPx));
    }
    this.#repaint();
  }

  #setFollow(follow: boolean): void {
    if (follow === this.follow) return;
    this.follow = follow;
    // The tail may lag behind the scroll bar: go on from what is to be seen.
    if (follow) this.#blocks.forgetTail();
    else this.#scroller?.moveTo(this.#painted.offsetPx);
    this.#emit("follow-changed", { follow });
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("row-list", RowList);
