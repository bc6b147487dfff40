/**
 * The list of rows: a grid that shows a window of any number of them, and answers keys and clicks. It asks for rows, and
 * never holds more than a few blocks. Knows nothing of sessions or protocols.
 */
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "./verdict-lane.ts";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import type { Lane } from "../src/bridge/overview.ts";
import type { Row, RowWindow } from "../src/bridge/rows.ts";
import type { Marks } from "../src/filter/highlights.ts";
import { columnStyles, columns, type TimeMode } from "./columns.ts";
import { formatCount } from "./format.ts";
import { listHead, newRowsButton } from "./list-parts.ts";
import { ListWindow } from "./list-window.ts";
import { RowBlocks } from "./row-blocks.ts";
import { type RowAt, RowCells } from "./row-cells.ts";
import { RowCursor } from "./row-cursor.ts";
import { meaningOfKey } from "./row-keys.ts";
import { rowListStyles } from "./row-list-styles.ts";
import { rowHeightPx } from "./scroll-range.ts";
import type { VerdictLane } from "./verdict-lane.ts";

/** A list this short may still be waiting for its first real row. */
const quietLimit = 8;

/**
 * Emits `row-selected`, `follow-changed`, `details-opened`, `details-closed`, `resumed`, `time-changed`, `call-failed`;
 * `row-pointed` when a row is meant and its details are not, `menu-asked` with an `AskedCell`, `filter-by` with a term,
 * `compare-asked` with a number; `jumped` with a number and `lane-resized` with a count, from the lane.
 */
export class RowList extends LitElement {
  static override properties = {
    count: { type: Number },
    firstRow: { type: Number },
    hostFirstRow: { type: Number },
    freshness: { type: Number },
    view: {},
    follow: { type: Boolean },
    paused: { type: Number },
    time: {},
    zeroAt: { type: Number },
    marks: { attribute: false },
    selectedSeq: { type: Number },
    selectedIndex: { type: Number },
    lane: { attribute: false },
    clients: { type: Boolean, reflect: true },
    withoutIds: { type: Boolean, reflect: true, attribute: "without-ids" },
    quietRow: { attribute: false },
    fetchRows: { attribute: false },
    seenEnd: { state: true },
    quiet: { state: true },
  };
  static override styles = [columnStyles, rowListStyles];

  /** Rows in the view. */
  declare count: number;
  /** Rows that went at the front of those that are shown, and of those that the host has by now. */
  declare firstRow: number;
  declare hostFirstRow: number;
  /** Grows whenever the last row may have changed. */
  declare freshness: number;
  /** Another value means other rows: what was fetched is worthless. */
  declare view: string;
  declare follow: boolean;
  /** Rows that came while the list stands still; undefined while it does not. */
  declare paused: number | undefined;
  declare time: TimeMode;
  declare zeroAt: number;
  /** What is to be marked; the same object as long as it is the same. */
  declare marks: Marks;
  declare selectedSeq: number | undefined;
  declare selectedIndex: number | undefined;
  /** Where the verdicts are among the rows. */
  declare lane: Lane | undefined;
  /** Rows are of many clients, and say of which. */
  declare clients: boolean;
  /** Rows never have an event id. */
  declare withoutIds: boolean;
  /** Whether a row says no more than "still here": while only such rows are there, the hint slot is shown. */
  declare quietRow: (row: Row) => boolean;
  declare fetchRows: (from: number, count: number) => Promise<RowWindow>;
  declare seenEnd: number;
  declare quiet: boolean;

  #window: ListWindow | undefined;
  #cells: RowCells | undefined;
  #paintDue = false;
  /** As it was last told or asked for; `follow` may be changed from outside. */
  #following = true;
  /** In characters. It only grows, so that columns do not dance. */
  #numberWidth = 7;
  readonly #cursor = new RowCursor();
  readonly #blocks = new RowBlocks({
    fetch: (from, count) => this.fetchRows(from, count),
    arrived: () => this.#repaint(),
    failed: (error) => {
      this.#window?.giveUp();
      this.#emit("call-failed", { message: error.message });
    },
  });

  constructor() {
    super();
    this.marks = [];
    this.count = 0;
    this.firstRow = 0;
    this.hostFirstRow = 0;
    this.freshness = 0;
    this.view = "";
    this.follow = true;
    this.time = "absolute";
    this.zeroAt = 0;
    this.seenEnd = 0;
    this.quiet = false;
    this.clients = false;
    this.withoutIds = false;
    this.quietRow = () => false;
  }

  revealRow(index: number): void {
    this.#window?.reveal(index, this.count);
    this.#repaint();
  }

  holdRow(index: number): void {
    this.#window?.hold(index, this.count);
    this.#repaint();
  }

  /** The person pointed at a place among all rows. */
  #show(index: number): void {
    this.#stay();
    this.revealRow(index);
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
              <button class="filter-cell" hidden tabindex="-1"><vscode-icon name="filter" size="12"></vscode-icon></button>
            </div>
          </div>
        </div>
        <verdict-lane
          .lane=${this.lane}
          .rows=${this.count}
          @jumped=${({ detail }: CustomEvent<number>) => this.#emit("jumped", detail)}
          @row-wanted=${({ detail }: CustomEvent<number>) => this.#show(detail)}
          @resized=${({ detail }: CustomEvent<number>) => this.#emit("lane-resized", detail)}
        ></verdict-lane>
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
    const list = new ListWindow({
      scroller,
      spacer: find(".spacer"),
      viewport: find(".viewport"),
      rows: find(".rows"),
      blocks: this.#blocks,
      pulled: () => this.#stay(),
      moved: (where) => this.#onMoved(where),
    });
    this.#window = list;
    this.#cells = new RowCells({
      grid: find(".grid"),
      viewport: find(".viewport"),
      button: find(".filter-cell"),
      rowAt: (event) => this.#rowAt(list.indexAt(event)),
      selected: () => {
        const { activeId } = list.painted;
        const at = this.#rowAt(this.selectedIndex);
        return activeId && at ? { row: at.row, id: activeId } : undefined;
      },
      shownColumns: (rowId) => list.shownColumns(rowId),
      pointed: ({ row, index }) => {
        this.#stay();
        this.#emit("row-pointed", { seq: row.seq, index });
      },
      asked: (cell) => this.#emit("menu-asked", cell),
      filterBy: (term) => this.#emit("filter-by", { term }),
      moved: () => this.#repaint(),
    });
    new ResizeObserver(() => {
      list.resize(scroller.clientHeight);
      this.#repaint();
    }).observe(scroller);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("view")) {
      this.#window?.reset();
      this.#cursor.forget();
      this.seenEnd = 0;
    }
    if (changed.has("view") || changed.has("firstRow") || changed.has("hostFirstRow")) {
      this.#blocks.drop(this.firstRow, this.hostFirstRow);
      if (!changed.has("view")) this.#shift(this.firstRow - (changed.get("firstRow") ?? this.firstRow));
    }
    if (changed.has("freshness")) this.#blocks.grow();
    if (this.follow !== this.#following) this.#turn(this.follow);
    // These two come from painting; to paint for them again would be a circle.
    if ([...changed.keys()].some((name) => name !== "seenEnd" && name !== "quiet")) this.#repaint();
  }

  #shift(rows: number): void {
    if (rows <= 0) return;
    this.#cursor.shift(rows);
    this.seenEnd = Math.max(0, this.seenEnd - rows);
    if (!this.follow) this.#window?.shift(rows);
  }

  #repaint(): void {
    if (this.#paintDue) return;
    this.#paintDue = true;
    requestAnimationFrame(() => {
      this.#paintDue = false;
      const settled = this.#cursor.settle(this.#blocks);
      if (settled) {
        this.selectedSeq = settled.seq;
        this.selectedIndex = settled.index;
        this.#emit("row-selected", settled);
      }
      const painted = this.#window?.paint({
        count: this.count,
        follow: this.follow,
        context: { time: this.time, zeroAt: this.zeroAt, marks: this.marks, column: this.#cells?.column },
        selectedIndex: this.selectedIndex,
        selected: (index, row) => this.#cursor.isOn(index, row, this.selectedSeq),
      });
      if (painted) this.#tellPainted();
    });
  }

  /** What else on the page follows from what is to be seen. */
  #tellPainted(): void {
    const { first, last, activeId } = this.#window?.painted ?? { first: 0, last: -1, activeId: undefined };
    this.renderRoot.querySelector<VerdictLane>("verdict-lane")?.showSeen(first, last);
    const grid = this.renderRoot.querySelector(".grid");
    const column = this.#cells?.column;
    if (activeId) grid?.setAttribute("aria-activedescendant", column ? `${activeId}-${column}` : activeId);
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

  #rowAt(index: number | undefined): RowAt | undefined {
    const row = index === undefined ? undefined : this.#blocks.row(index);
    return row && index !== undefined ? { row, index } : undefined;
  }

  #onMoved(where: "up" | "down" | "end"): void {
    this.#cells?.rowsMoved();
    if (where !== "down") this.#setFollow(where === "end");
    this.#repaint();
  }

  #onMouse(event: MouseEvent): void {
    const index = this.#window?.indexAt(event);
    if (event.button !== 0 || index === undefined) return;
    if (event.ctrlKey || event.metaKey) {
      const seq = this.#blocks.row(index)?.seq;
      if (seq !== undefined) this.#emit("compare-asked", seq);
      return;
    }
    this.#stay();
    this.#cursor.goTo(index);
    this.#repaint();
  }

  #onKey(event: KeyboardEvent): void {
    const list = this.#window;
    if (!list || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#cells?.takesKey(event.key)) {
      event.preventDefault();
      return;
    }
    const { first: firstVisible, last: lastVisible } = list.painted;
    const from = this.#cursor.from(this.selectedIndex);
    const meaning = meaningOfKey(event.key, { count: this.count, from, firstVisible, lastVisible, page: list.page });
    if (!meaning) return;
    event.preventDefault();
    if (meaning.kind === "open") this.#emit("details-opened", undefined);
    else if (meaning.kind === "close") this.#emit("details-closed", undefined);
    else if (meaning.kind === "end") {
      this.#setFollow(true);
      this.#blocks.forgetTail();
      this.#cursor.goTo("end");
    } else {
      this.#stay();
      list.goTo(meaning.index);
      this.#cursor.goTo(meaning.index);
    }
    this.#repaint();
  }

  /** Stops following, where it stands. */
  #stay(): void {
    if (!this.follow) return;
    this.#window?.stay();
    this.#setFollow(false);
  }

  #setFollow(follow: boolean): void {
    if (follow === this.follow) return;
    this.#following = follow;
    this.follow = follow;
    if (follow) this.#blocks.forgetTail();
    this.#emit("follow-changed", { follow });
  }

  /** Follows, or stands still, as it was told from outside. */
  #turn(follow: boolean): void {
    this.#following = follow;
    if (follow) this.#blocks.forgetTail();
    else this.#window?.stay();
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("row-list", RowList);
