/**
 * The page: lays out toolbar, filter, rows, details and composer, and passes what they ask for to the store.
 * Holds no state of its own but whether it is narrow.
 */
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "./context-menu.ts";
import "./details-pane.ts";
import "./empty-state.ts";
import "./pane-splitter.ts";
import "./row-list.ts";
import "./side-panel.ts";
import "./timeline-composer.ts";
import "./timeline-toolbar.ts";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import type { Row } from "../src/bridge/rows.ts";
import type { Command } from "../src/model/form.ts";
import type { ContextMenu } from "./context-menu.ts";
import type { FilterBox } from "./filter-box.ts";
import { filterBox } from "./filter-parts.ts";
import { glancePanel, timeStrip } from "./glance-parts.ts";
import { marksOf } from "./highlight.ts";
import { KeyAhead } from "./key-ahead.ts";
import type { AskedCell } from "./row-cells.ts";
import type { RowList } from "./row-list.ts";
import { rowMenu } from "./row-menu.ts";
import type { PanelTab } from "./side-panel.ts";
import { appStyles } from "./timeline-app-styles.ts";
import type { TimelineComposer } from "./timeline-composer.ts";
import { identityOf, type TimelineStore } from "./timeline-store.ts";

/** Narrower than this, the details stand below the rows. */
const narrowPx = 900;

export class TimelineApp extends LitElement {
  static override properties = { store: { attribute: false }, narrow: { type: Boolean, reflect: true } };
  static override styles = appStyles;

  declare store: TimelineStore;
  declare narrow: boolean;
  readonly #ahead = new KeyAhead();

  constructor() {
    super();
    this.narrow = window.innerWidth < narrowPx;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("store")) return;
    this.store.changed = () => this.requestUpdate();
    this.store.reveal = (index) => void this.updateComplete.then(() => this.#list?.revealRow(index));
    this.store.hold = (index) => void this.updateComplete.then(() => this.#list?.holdRow(index));
    this.store.focusFilter = () => this.#filter?.focusTyping(this.#ahead.take(performance.now()));
  }

  override firstUpdated(): void {
    new ResizeObserver(() => {
      this.narrow = this.clientWidth < narrowPx;
    }).observe(this);
    window.addEventListener("keydown", (event) => this.#onKey(event));
    window.addEventListener("blur", () => this.#ahead.forget());
  }

  override render() {
    const { store } = this;
    const { session, protocol } = store;
    if (store.failure !== undefined)
      return html`<empty-state class="alone" .failure=${store.failure} @action=${this.#onAction}></empty-state>`;
    return html`
      <timeline-toolbar
        .session=${session}
        .follow=${store.follow}
        .paused=${store.frozen !== undefined}
        .folding=${store.options.foldHeartbeats}
        .time=${store.time}
        @action=${this.#onAction}
      ></timeline-toolbar>
      ${filterBox(store, () => this.#list?.focus())}
      ${timeStrip(store)}
      <main>${this.#rows()} ${store.panelOpen ? this.#panel() : nothing}</main>
      <context-menu></context-menu>
      ${store.notice === undefined ? nothing : this.#notice(store.notice)}
      <timeline-composer
        .protocol=${protocol}
        .session=${session}
        .prepared=${store.prepared}
        .send=${(command: Parameters<TimelineStore["command"]>[0]) => store.command(command)}
        @saved=${({ detail }: CustomEvent<Command>) => store.attempt((host) => host.savePrepared(detail))}
        @action=${this.#onAction}
      ></timeline-composer>
    `;
  }

  #rows() {
    const { store } = this;
    const { shown, selection } = store;
    return html`<row-list
      .count=${shown?.rows ?? 0}
      .firstRow=${shown?.firstRow ?? 0}
      .hostFirstRow=${store.view?.firstRow ?? 0}
      .freshness=${shown ? shown.entries + shown.scanned : 0}
      .view=${shown ? identityOf(shown) : ""}
      .follow=${store.follow}
      .paused=${store.heldBack}
      .time=${store.time}
      .zeroAt=${store.session?.startedAt ?? 0}
      .marks=${marksOf(shown?.options.filter ?? "")}
      .selectedSeq=${selection.seq}
      .selectedIndex=${selection.index}
      .lane=${store.glance.lane}
      .clients=${store.session?.mock === true}
      .withoutIds=${store.protocol?.hasNoEventIds === true}
      .quietRow=${this.#quietRow}
      .fetchRows=${this.#fetchRows}
      @row-selected=${({ detail }: CustomEvent<{ seq: number; index: number }>) => store.selectRow(detail.seq, detail.index)}
      @row-pointed=${({ detail }: CustomEvent<{ seq: number; index: number }>) => selection.point(detail.seq, detail.index)}
      @menu-asked=${({ detail }: CustomEvent<AskedCell>) => this.#openMenu(detail)}
      @filter-by=${this.#filterBy}
      @compare-asked=${({ detail }: CustomEvent<number>) => store.comparison.withSelected(detail)}
      @follow-changed=${({ detail }: CustomEvent<{ follow: boolean }>) => store.setFollow(detail.follow)}
      @details-opened=${() => store.showDetails()}
      @details-closed=${() => store.closePanel()}
      @resumed=${() => store.resume()}
      @time-changed=${() => store.setTime()}
      @jumped=${({ detail }: CustomEvent<number>) => store.jump(detail)}
      @lane-resized=${({ detail }: CustomEvent<number>) => store.glance.resize("lane", detail)}
      @call-failed=${({ detail }: CustomEvent<{ message: string }>) => store.showNotice(detail.message)}
      ><empty-state
        .session=${store.session}
        .protocol=${store.protocol}
        .view=${shown}
        .mockRunning=${store.mockRunning}
        @action=${this.#onAction}
      ></empty-state
    ></row-list>`;
  }

  #panel() {
    const { store, narrow } = this;
    const size = narrow ? store.detailsPx.below : store.detailsPx.beside;
    const resize = ({ detail }: CustomEvent<number>) =>
      store.resizeDetails(narrow ? { below: detail } : { beside: detail });
    return html`<pane-splitter .below=${narrow} .size=${size} @resized=${resize}></pane-splitter>
      <side-panel
        .tab=${store.panel}
        .counts=${{ verdicts: store.session?.verdicts ?? 0 }}
        @docs-wanted=${({ detail }: CustomEvent<string>) => store.attempt((host) => host.openVerdictDocs(detail))}
        @tab-chosen=${({ detail }: CustomEvent<PanelTab>) => store.showPanel(detail)}
        @closed=${this.#closePanel}
        @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.#closePanel()}
        >${store.panel === "row" ? this.#details() : glancePanel(store)}</side-panel
      >`;
  }

  #details() {
    const { store } = this;
    const { selection, host } = store;
    const { seq } = selection;
    if (seq === undefined) return html`<p slot="row" class="unchosen">Choose a row to see what it is.</p>`;
    return html`<details-pane
      slot="row"
      .details=${selection.details}
      .host=${host}
      .failure=${selection.failure}
      .marks=${marksOf(store.shown?.options.filter ?? "")}
      @filter-by=${this.#filterBy}
      @jumped=${({ detail }: CustomEvent<number>) => store.jump(detail)}
      @copied=${({ detail }: CustomEvent<string>) => store.attempt(() => host.copy(detail))}
      @diff-opened=${({ detail }: CustomEvent<readonly [number, number]>) => store.comparison.open(...detail)}
      @payload-opened=${() => seq !== undefined && store.attempt(() => host.openPayload(seq))}
    ></details-pane>`;
  }

  #notice(text: string) {
    return html`<div class="notice" role="alert">
      <vscode-icon name="info"></vscode-icon><span>${text}</span>
      <vscode-icon name="close" action-icon label="Dismiss" @click=${() => this.store.dismissNotice()}></vscode-icon>
    </div>`;
  }

  override updated(): void {
    const { beside, below } = this.store.detailsPx;
    this.style.setProperty("--fs-details", `${this.narrow ? below : beside}px`);
  }

  get #list(): RowList | null {
    return this.renderRoot.querySelector<RowList>("row-list");
  }

  get #filter(): FilterBox | null {
    return this.renderRoot.querySelector<FilterBox>("filter-box");
  }

  readonly #fetchRows = (from: number, count: number) => this.store.host.rows(from, count);

  /** Where a protocol has channels, what names none (a greeting, a beat) is no more than a sign of life. */
  readonly #quietRow = (row: Row): boolean => {
    const { protocol, shown } = this.store;
    // A filter may leave little on purpose: that is no sign of a quiet connection.
    if (shown && shown.options.filter !== "") return false;
    const channelled = protocol?.commandForms.some(({ fields }) => fields.some(({ type }) => type === "channel"));
    if (row.source === "event") return row.level === "note" || row.level === "good";
    return row.source === "transport" || row.heartbeat || (channelled === true && row.channel === undefined);
  };

  #closePanel(): void {
    this.store.closePanel();
    this.#list?.focus();
  }

  #onKey(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    const typing = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) {
      this.#ahead.hear(event, typing);
      return;
    }
    event.preventDefault();
    this.#ahead.forget();
    this.store.focusFilter();
  }

  #openMenu(cell: AskedCell): void {
    const list = this.#list;
    if (list)
      this.renderRoot.querySelector<ContextMenu>("context-menu")?.openAt(cell.at, rowMenu(this.store, cell), list);
  }

  #filterBy({ detail }: CustomEvent<{ readonly term: string }>): void {
    void this.store.filters.by(detail.term);
  }

  #onAction({ detail: action }: CustomEvent<string>): void {
    const { store } = this;
    switch (action) {
      case "toggleFollow":
      case "togglePause":
      case "toggleFold":
        store.act(action);
        break;
      case "showVerdicts":
      case "showChannels":
      case "showCharts":
        store.act(action);
        break;
      case "time":
        store.setTime();
        break;
      case "clear":
        void store.attempt((host) => host.clear());
        break;
      case "clearFilter":
        void store.setOptions({ filter: "" });
        break;
      case "reconnect":
      case "disconnect":
        void store.attempt((host) => host.command({ kind: action, values: {} }));
        break;
      case "connect":
      case "publishToMock":
      case "showLog":
        void store.attempt((host) => host.run(action));
        break;
      default:
        void this.renderRoot
          .querySelector<TimelineComposer>("timeline-composer")
          ?.choose(action.replace("compose:", ""));
    }
  }
}

customElements.define("timeline-app", TimelineApp);
