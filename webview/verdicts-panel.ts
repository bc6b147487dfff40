/**
 * All verdicts of the capture, newest first, by kind and level; and the chosen one in plain words. Asks for pages, and
 * holds no more than were looked at.
 */
import "./verdict-card.ts";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import type { VerdictCount, VerdictFilter, VerdictItem, VerdictLevel } from "../src/bridge/overview.ts";
import type { EntryDetails } from "../src/bridge/rows.ts";
import { formatClock, formatCount, wordsOf } from "./format.ts";
import { placed } from "./placed.ts";
import { scrollStyles } from "./shared-styles.ts";
import { type LoadVerdicts, VerdictPages } from "./verdict-pages.ts";
import { verdictsPanelStyles } from "./verdicts-panel-styles.ts";
import { visibleLine } from "./visible-text.ts";

const itemPx = 42;
/** Browsers cap the height of an element; more than this nobody reads one by one. */
const maxListed = 300_000;

const levels: readonly { readonly level: VerdictLevel | undefined; readonly label: string }[] = [
  { level: undefined, label: "All" },
  { level: "error", label: "Errors" },
  { level: "warning", label: "Warnings" },
];

/** Emits `jumped` with a number and, from the card, `docs-wanted` with a kind. */
export class VerdictsPanel extends LitElement {
  static override properties = {
    kinds: { attribute: false },
    version: {},
    load: { attribute: false },
    loadDetails: { attribute: false },
    filter: { state: true },
    top: { state: true },
    heightPx: { state: true },
    selected: { state: true },
    details: { state: true },
  };
  static override styles = [scrollStyles, verdictsPanelStyles];

  declare kinds: readonly VerdictCount[];
  /** Changes when there are other verdicts. */
  declare version: string;
  declare load: LoadVerdicts;
  declare loadDetails: (seq: number) => Promise<EntryDetails>;
  declare filter: VerdictFilter;
  declare top: number;
  declare heightPx: number;
  declare selected: VerdictItem | undefined;
  declare details: EntryDetails | undefined;
  readonly #pages = new VerdictPages(() => this.requestUpdate());

  constructor() {
    super();
    this.kinds = [];
    this.version = "";
    this.filter = {};
    this.top = 0;
    this.heightPx = 0;
  }

  override firstUpdated(): void {
    const list = this.#list;
    new ResizeObserver(() => {
      this.heightPx = list.clientHeight;
    }).observe(list);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has("filter")) this.#list.scrollTop = 0;
    const [first, last] = this.#visible;
    if (this.heightPx > 0) this.#pages.want(this.load, this.filter, this.version, first, last);
  }

  override render() {
    return html`${this.#filters()}
      <div
        class="list scrolls"
        role="listbox"
        tabindex="0"
        aria-label="Verdicts, newest first"
        aria-activedescendant=${this.selected ? `verdict-${this.selected.seq}` : nothing}
        @scroll=${(event: Event) => {
          this.top = (event.target as HTMLElement).scrollTop;
        }}
        @keydown=${this.#onKey}
      >
        ${this.#count === 0 ? this.#nothing() : this.#items()}
      </div>
      ${this.selected ? this.#chosen(this.selected) : nothing}`;
  }

  #filters() {
    const { kinds, filter } = this;
    const countIn = (level: VerdictLevel | undefined) =>
      kinds.reduce((sum, kind) => (level === undefined || kind.level === level ? sum + kind.count : sum), 0);
    return html`<div class="filters">
      <div role="radiogroup" aria-label="Level">
        ${levels.map(
          ({ level, label }) => html`<button
            role="radio"
            class=${level ?? "all"}
            aria-checked=${filter.level === level}
            @click=${() => this.#choose({ ...filter, level })}
          >
            ${level ? html`<i aria-hidden="true"></i>` : nothing}${label} <b>${formatCount(countIn(level))}</b>
          </button>`,
        )}
      </div>
      <select aria-label="Kind" @change=${(event: Event) => this.#chooseKind(event.target as HTMLSelectElement)}>
        <option value="" ?selected=${filter.kind === undefined}>All kinds</option>
        ${countedKinds(kinds).map(
          ([kind, count]) =>
            html`<option value=${kind} ?selected=${filter.kind === kind}>${wordsOf(kind)} (${formatCount(count)})</option>`,
        )}
      </select>
    </div>`;
  }

  #items() {
    const [first, last] = this.#visible;
    const height = placed({ height: `${this.#count * itemPx}px` });
    const indexes = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    return html`<div class="spacer" role="presentation" ${height}>
      ${indexes.map((index) => this.#item(index))}
    </div>`;
  }

  #item(index: number) {
    const item = this.#pages.item(index);
    const place = placed({ transform: `translateY(${index * itemPx}px)` });
    if (!item) return html`<div class="item waiting" ${place}></div>`;
    const { seq, at, kind, level, channelLabel, title } = item;
    return html`<div
      id="verdict-${seq}"
      class="item ${level}"
      role="option"
      aria-selected=${seq === this.selected?.seq}
      aria-setsize=${this.#count}
      aria-posinset=${index + 1}
      ${place}
      @click=${() => this.#select(item)}
    >
      <i role="img" aria-label=${level}></i>
      <span class="title" title=${title}>${visibleLine(title)}</span>
      <span class="time">${formatClock(at)}</span>
      <span class="about"><b>${wordsOf(kind)}</b>${channelLabel ? ` · ${visibleLine(channelLabel)}` : ""}</span>
      <span class="seq">#${formatCount(seq)}</span>
    </div>`;
  }

  #nothing() {
    return html`<p class="nothing">
      ${
        this.kinds.length === 0
          ? "No verdicts: nothing went wrong so far, as far as the traffic tells."
          : "No verdicts of this kind and level."
      }
    </p>`;
  }

  #chosen({ seq, kind }: VerdictItem) {
    const { details } = this;
    return html`<div class="chosen scrolls" aria-live="polite">
      ${
        details?.verdict && details.row.seq === seq
          ? html`<verdict-card .verdict=${details.verdict} .kind=${kind}></verdict-card>`
          : nothing
      }
    </div>`;
  }

  /** Listed verdicts: as many as fit the filter, up to a limit. */
  get #count(): number {
    const { kind, level } = this.filter;
    const fitting = this.kinds.filter(
      (known) => (kind === undefined || known.kind === kind) && (level === undefined || known.level === level),
    );
    return Math.min(
      fitting.reduce((sum, { count }) => sum + count, 0),
      maxListed,
    );
  }

  get #visible(): readonly [number, number] {
    const first = Math.max(0, Math.floor(this.top / itemPx));
    return [first, Math.min(this.#count - 1, first + Math.ceil(this.heightPx / itemPx))];
  }

  get #list(): HTMLElement {
    return this.renderRoot.querySelector(".list") as HTMLElement;
  }

  #choose(filter: VerdictFilter): void {
    this.filter = filter;
  }

  #chooseKind({ value }: HTMLSelectElement): void {
    this.#choose({ ...this.filter, kind: value === "" ? undefined : value });
  }

  async #select(item: VerdictItem): Promise<void> {
    this.selected = item;
    this.dispatchEvent(new CustomEvent("jumped", { detail: item.seq }));
    // The card is worth nothing without its words; the notice of a failed jump says why.
    const details = await this.loadDetails(item.seq).catch(() => undefined);
    if (this.selected === item) this.details = details;
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.selected ? (this.#pages.indexOf(this.selected.seq) ?? -1) : -1;
    const page = Math.max(1, Math.floor(this.heightPx / itemPx) - 1);
    const last = this.#count - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: last,
    };
    const wanted = steps[event.key];
    if (event.key === "Enter" && this.selected) void this.#select(this.selected);
    else if (wanted !== undefined && last >= 0) void this.#goTo(Math.max(0, Math.min(wanted, last)));
    else return;
    event.preventDefault();
  }

  async #goTo(index: number): Promise<void> {
    const list = this.#list;
    const [top, bottom] = [index * itemPx, (index + 1) * itemPx];
    if (top < list.scrollTop) list.scrollTop = top;
    else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
    const item = this.#pages.item(index);
    if (item) await this.#select(item);
  }
}

/** Both levels of a kind together, most frequent first. */
function countedKinds(kinds: readonly VerdictCount[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { kind, count } of kinds) counts.set(kind, (counts.get(kind) ?? 0) + count);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

customElements.define("verdicts-panel", VerdictsPanel);
