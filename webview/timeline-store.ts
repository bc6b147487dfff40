/**
 * What the timeline knows, and what a person can do to it. Owns every piece of state but the selection, and tells its
 * listener after each change. Knows the host's contract, and no component.
 */
import type { ProtocolInfo, SessionSummary } from "../src/bridge/engine-api.ts";
import type { ViewOptions, ViewState } from "../src/bridge/rows.ts";
import type { RowsFormat, TimelineEvents, TimelineHost, TimelineState } from "../src/bridge/timeline-api.ts";
import { parseFilter } from "../src/filter/parse.ts";
import type { Command } from "../src/model/form.ts";
import type { Prepared } from "../src/model/prepared.ts";
import type { TimeMode } from "./columns.ts";
import { FilterControl } from "./filter-control.ts";
import { Glance } from "./glance.ts";
import type { Host } from "./host.ts";
import { RowComparison } from "./row-comparison.ts";
import { Selection } from "./selection.ts";
import type { PanelTab } from "./side-panel.ts";

const timeModes: readonly TimeMode[] = ["absolute", "relative", "delta"];

export class TimelineStore {
  readonly host: Host;
  readonly selection: Selection;
  readonly glance: Glance;
  readonly comparison = new RowComparison(this);
  readonly filters: FilterControl;
  session: SessionSummary | undefined;
  protocol: ProtocolInfo | undefined;
  view: ViewState | undefined;
  /** As the person wants them; the view's own follow once the host has answered. */
  options: ViewOptions = { filter: "", foldHeartbeats: true };
  time: TimeMode = "absolute";
  follow = true;
  /** The view as it stood when the person paused. */
  frozen: ViewState | undefined;
  mockRunning = false;
  /** Messages that the composer offers. */
  prepared: readonly Prepared[] = [];
  detailsPx: NonNullable<TimelineState["detailsPx"]> = { beside: 360, below: 280 };
  /** What stands beside the rows, while anything does. */
  panel: PanelTab = "row";
  /** Why there is nothing to show. */
  failure: string | undefined;
  /** A sentence about something that did not work, until it is read. */
  notice: string | undefined;
  #kept = "";
  /** Entries to be scanned until the rows stay where they are; 0 when they do. */
  #settlesAt = 0;

  /** Called after each change. */
  changed: () => void = () => {};
  /** Bring the row to where it can be seen. */
  reveal: (index: number) => void = () => {};
  /** Bring the selected row, which has another index now, to where it stood. */
  hold: (index: number) => void = () => {};
  /** Put the cursor into the filter box. */
  focusFilter: () => void = () => {};

  constructor(host: Host) {
    this.host = host;
    this.selection = new Selection(host, () => this.changed());
    this.glance = new Glance(host, () => this.changed());
    this.filters = new FilterControl(this);
    const kept = host.keptState();
    if (kept) {
      this.options = kept.options;
      this.time = kept.time;
      this.detailsPx = kept.detailsPx ?? this.detailsPx;
    }
    host.listen({
      sessionChanged: (session) => this.#update({ session }),
      viewChanged: (view) => this.#showView(view),
      overviewChanged: (tick) => this.glance.ticked(tick),
      preparedChanged: (prepared) => this.#update({ prepared }),
      mockChanged: (mock) => this.#update({ mockRunning: mock.running }),
      filterAsked: (filter) => void this.filters.apply(filter),
      act: (action) => this.act(action),
    });
  }

  /** Asks for the first picture. Shows the reason when there is none. */
  async start(): Promise<void> {
    const keptSeq = this.host.keptState()?.selectedSeq;
    // A newer version may refuse a filter that an older one took: the rows are worth more than it.
    const [fault] = parseFilter(this.options.filter).faults;
    if (fault) {
      this.notice = `The filter ${this.options.filter} cannot be read any more, so all rows are shown. ${fault.message}`;
      this.options = { ...this.options, filter: "" };
    }
    try {
      const { session, protocol, view, prepared } = await this.host.init(this.options);
      // It may have been opened to show some rows only.
      this.options = { ...this.options, filter: view.options.filter };
      this.#update({ session, protocol, prepared });
      this.#showView(view);
      if (keptSeq !== undefined) await this.jump(keptSeq);
    } catch (error) {
      this.#update({ failure: sentenceOf(error) });
    }
  }

  /** What is drawn: the live view, or the one that was frozen. */
  get shown(): ViewState | undefined {
    return this.frozen ?? this.view;
  }

  /** A selected row's details, or another tab that the person opened. */
  get panelOpen(): boolean {
    return this.panel !== "row" || this.selection.open;
  }

  /** Rows that came since the pause. */
  get heldBack(): number | undefined {
    const { frozen, view } = this;
    return frozen && view ? Math.max(0, view.firstRow + view.rows - frozen.firstRow - frozen.rows) : undefined;
  }

  async setOptions(change: Partial<ViewOptions>): Promise<void> {
    this.options = { ...this.options, ...change };
    this.#update({});
    const view = await this.attempt((host) => host.setView(this.options));
    if (view) this.#showView(view);
  }

  async stopSearch(): Promise<void> {
    const view = await this.attempt((host) => host.stopSearch());
    if (view) this.#showView(view);
  }

  async goOnSearching(): Promise<void> {
    const view = await this.attempt((host) => host.goOnSearching());
    if (view) this.#showView(view);
  }

  setTime(): void {
    const next = timeModes[(timeModes.indexOf(this.time) + 1) % timeModes.length];
    this.#update({ time: next ?? "absolute" });
  }

  setFollow(follow: boolean): void {
    this.#update({ follow });
  }

  pause(): void {
    this.#update({ frozen: this.view });
  }

  resume(): void {
    const { frozen, view } = this;
    if (frozen && view && identityOf(frozen) === identityOf(view))
      this.selection.shift(view.firstRow - frozen.firstRow);
    this.#update({ frozen: undefined });
  }

  act(action: Parameters<TimelineEvents["act"]>[0]): void {
    if (action === "focusFilter") this.focusFilter();
    else if (action === "toggleFollow") this.setFollow(!this.follow);
    else if (action === "toggleFold") void this.setOptions({ foldHeartbeats: !this.options.foldHeartbeats });
    else if (action === "showVerdicts") this.togglePanel("verdicts");
    else if (action === "showChannels") this.togglePanel("channels");
    else if (action === "showCharts") this.togglePanel("charts");
    else if (action === "copyAsMarkdown") this.#copySelected("markdown");
    else if (action === "copyAsCommand") this.#copySelected("command");
    else if (action === "copyAsScenario") this.#copySelected("scenario");
    else if (this.frozen) this.resume();
    else this.pause();
  }

  #copySelected(format: RowsFormat): void {
    const { seq } = this.selection;
    if (seq === undefined) this.showNotice("Choose a row first.");
    else void this.attempt((host) => host.exportRows([seq], format));
  }

  select(seq: number, index: number): void {
    this.selection.select(seq, index);
    this.#update({});
  }

  /** The person went to a row of the list, and wants to see what it is. */
  selectRow(seq: number, index: number): void {
    this.#turnTo("row");
    this.select(seq, index);
  }

  showPanel(panel: PanelTab): void {
    if (panel === "row") this.selection.open = true;
    this.#turnTo(panel);
    this.#update({});
  }

  /** As a button does that shows it and puts it away again. */
  togglePanel(panel: PanelTab): void {
    if (this.panel === panel) this.closePanel();
    else this.showPanel(panel);
  }

  showDetails(): void {
    this.#turnTo("row");
    this.selection.reopen();
  }

  closePanel(): void {
    this.#turnTo("row");
    this.selection.close();
  }

  /** Goes to an entry by its number. */
  async jump(seq: number): Promise<void> {
    this.setFollow(false);
    const index = await this.attempt((host) => host.indexOf(seq));
    if (index === undefined) return;
    this.select(seq, index);
    if (index < 0) return;
    this.reveal(index);
    const there = await this.attempt((host) => host.rows(index, 1));
    const row = there?.rows[0];
    if (row && (seq < (row.fold?.firstSeq ?? row.seq) || seq > (row.fold?.lastSeq ?? row.seq)))
      this.#update({ notice: `#${seq} is not in this list: the filter hides it. Its details are shown.` });
  }

  resizeDetails(size: Partial<TimelineStore["detailsPx"]>): void {
    this.#update({ detailsPx: { ...this.detailsPx, ...size } });
  }

  showNotice(notice: string): void {
    this.#update({ notice });
  }

  dismissNotice(): void {
    this.#update({ notice: undefined });
  }

  /** Rejects with a sentence: whoever sends shows it in place. */
  command(command: Command): Promise<void> {
    return this.host.command(command);
  }

  /** Does something whose failure is worth no more than a notice. */
  async attempt<Result>(call: (host: TimelineHost) => Promise<Result>): Promise<Result | undefined> {
    try {
      return await call(this.host);
    } catch (error) {
      this.#update({ notice: sentenceOf(error) });
      return undefined;
    }
  }

  #showView(view: ViewState): void {
    const before = this.view;
    const cleared = before !== undefined && before.generation !== view.generation;
    const other = before !== undefined && identityOf(before) !== identityOf(view);
    if (cleared) this.selection.clear();
    else if (before && !other && !this.frozen) this.selection.shift(view.firstRow - before.firstRow);
    // A pause holds the rows that were there, not those of another filter: its first scan is let finish.
    if (other || !before) this.#settlesAt = view.entries;
    const settling = this.#settlesAt > 0;
    const settled = settling && (view.scanned >= this.#settlesAt || view.failure !== undefined);
    if (settled) this.#settlesAt = 0;
    this.#update({ view, frozen: this.frozen && settling ? view : this.frozen });
    if (other || settled || cleared) this.glance.rowsChanged();
    if ((other || settled) && !cleared) void this.#refind();
  }

  #turnTo(panel: PanelTab): void {
    this.panel = panel;
    this.glance.show(panel === "channels" ? "channels" : panel === "charts" ? "series" : undefined);
  }

  /** Rows have moved: the selected one keeps its number, and gets another index. */
  async #refind(): Promise<void> {
    const { seq } = this.selection;
    if (seq === undefined) return;
    const index = await this.attempt((host) => host.indexOf(seq));
    if (index === undefined || this.selection.seq !== seq) return;
    const moved = index !== this.selection.index;
    this.selection.index = index < 0 ? undefined : index;
    this.#update({});
    if (moved && !this.follow && index >= 0) this.hold(index);
  }

  #update(change: Partial<TimelineStore>): void {
    Object.assign(this, change);
    this.#keep();
    this.changed();
  }

  #keep(): void {
    if (!this.session) return;
    const state: TimelineState = {
      session: this.session.id,
      options: this.options,
      time: this.time,
      selectedSeq: this.selection.seq,
      detailsPx: this.detailsPx,
    };
    const kept = JSON.stringify(state);
    if (kept === this.#kept) return;
    this.#kept = kept;
    this.host.keepState(state);
  }
}

/** Two states of one identity have the same rows, but for those that came later. */
export function identityOf(view: ViewState): string {
  return JSON.stringify([view.view, view.generation, view.options.filter, view.options.foldHeartbeats]);
}

function sentenceOf(error: unknown): string {
  return error instanceof Error && error.message ? error.message : "That did not work, and no reason was given.";
}
