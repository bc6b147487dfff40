/** A JSON value as a tree: folded where it is large, walked by keys, each line with a menu. Draws text only. */
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import "./context-menu.ts";
import "./known-card.ts";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Marks } from "../src/filter/highlights.ts";
import type { ContextMenu } from "./context-menu.ts";
import { expansionOf, type TreeLine, treeLines } from "./json-lines.ts";
import { lineMenu } from "./json-tree-menu.ts";
import { treeStyles } from "./json-tree-styles.ts";
import { lineValue } from "./json-tree-value.ts";
import { copyableText } from "./json-value.ts";
import type { Known } from "./known/known.ts";
import { recognise } from "./known/recognise.ts";
import type { KnownCard } from "./known-card.ts";
import { monoStyles } from "./shared-styles.ts";
import { tell } from "./telling.ts";
import { TypeAhead } from "./type-ahead.ts";
import { visibleLine } from "./visible-text.ts";

/** Emits `copied` with the text, and `filter-by` with a term of the filter language. */
export class JsonTree extends LitElement {
  static override properties = {
    value: { attribute: false },
    label: {},
    rowAt: { type: Number },
    marks: { attribute: false },
    filterable: { type: Boolean },
    active: { state: true },
    stopped: { state: true },
  };

  declare value: unknown;
  /** What the root is called. */
  declare label: string;
  /** The moment that ages count from, ms since the epoch. */
  declare rowAt: number | undefined;
  /** What is to be marked in keys and values. */
  declare marks: Marks;
  /** Whether paths of this tree mean something to the filter. */
  declare filterable: boolean;
  /** Path of the line that keys act on. */
  declare active: string;
  /** Not everything could be opened. */
  declare stopped: boolean;
  #shape = new Map<string, boolean>();
  #lines: readonly TreeLine[] = [];
  #known = new Map<string, Known | undefined>();
  readonly #typed = new TypeAhead();

  static override styles = [monoStyles, treeStyles];

  constructor() {
    super();
    this.marks = [];
    this.label = "payload";
    this.filterable = false;
    this.active = "";
    this.stopped = false;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("value")) {
      this.#shape = new Map();
      this.active = "";
      this.stopped = false;
    }
    if (changed.has("value") || changed.has("rowAt")) this.#known = new Map();
    this.#lines = treeLines(this.value, this.#shape);
  }

  override render() {
    const at = this.#lines.findIndex(({ path }) => path === this.active);
    return html`<div
        class="tree mono"
        role="tree"
        aria-label=${this.label === "payload" ? "Payload" : this.label}
        tabindex="0"
        aria-activedescendant="line-${Math.max(0, at)}"
        @keydown=${this.#onKey}
        @blur=${() => this.#card?.hide()}
      >
        ${repeat(
          this.#lines,
          ({ path }) => path,
          (line, index) => this.#line(line, index),
        )}
      </div>
      ${this.stopped ? html`<div class="note" role="status">Not everything was opened: that would be more than 2 000 lines.</div>` : nothing}
      <known-card></known-card><context-menu aria-label="Actions on this value"></context-menu>`;
  }

  #line(line: TreeLine, index: number) {
    const active = line.path === this.active;
    const expanded = line.size > 0 ? String(line.open) : nothing;
    const known = this.#knownOf(line);
    return html`<div
      id="line-${index}"
      class=${active ? "line active" : "line"}
      role="treeitem"
      aria-level=${line.depth + 1}
      aria-expanded=${expanded}
      aria-selected=${active}
      aria-description=${known?.title ?? nothing}
      @mouseenter=${() => this.#activate(line)}
      @click=${() => this.#toggle(line)}
      @contextmenu=${(event: MouseEvent) => this.#onContextMenu(event, line)}
    ><span class="indent">${"  ".repeat(line.depth)}</span><span class="twist" aria-hidden="true">${line.size > 0 ? (line.open ? "▾" : "▸") : ""}</span><span class=${line.kind === "chunk" ? "key chunk" : "key"}>${visibleLine(line.key ?? this.label)}</span>${lineValue(
      line,
      {
        known,
        rowAt: this.rowAt,
        marks: this.marks,
        rest: (on) => known && this.#card?.rest(known, on),
        leave: () => this.#card?.leave(),
      },
    )}${active ? this.#icons(line) : nothing}</div>`;
  }

  #icons(line: TreeLine) {
    const copy = (event: Event) => {
      event.stopPropagation();
      this.#copy(copyableText(line.value));
    };
    const more = (event: MouseEvent) => {
      event.stopPropagation();
      void this.#openMenu(line, (event.currentTarget as Element).getBoundingClientRect());
    };
    return html`<span class="icons">
      ${line.kind === "chunk" ? nothing : html`<vscode-icon name="copy" action-icon label="Copy value" title="Copy value" @click=${copy}></vscode-icon>`}
      <vscode-icon name="ellipsis" action-icon label="More actions" title="More actions (Shift+F10)" @click=${more}></vscode-icon>
    </span>`;
  }

  get #card(): KnownCard | null {
    return this.renderRoot.querySelector<KnownCard>("known-card");
  }

  #knownOf(line: TreeLine): Known | undefined {
    if (this.#known.has(line.path)) return this.#known.get(line.path);
    const known = recognise(line.value, { rowAt: this.rowAt, key: line.key });
    this.#known.set(line.path, known);
    return known;
  }

  #activate(line: TreeLine): void {
    this.active = line.path;
  }

  #toggle(line: TreeLine): void {
    this.active = line.path;
    if (line.size === 0) return;
    this.#shape.set(line.path, !line.open);
    this.requestUpdate();
  }

  #expandTo(line: TreeLine, levels: number): void {
    const { open, closed, complete } = expansionOf(line, levels === 0 && line.path === "" ? 1 : levels);
    for (const path of [...this.#shape.keys()]) if (path.startsWith(`${line.path}/`)) this.#shape.delete(path);
    for (const path of open) this.#shape.set(path, true);
    for (const path of closed) this.#shape.set(path, false);
    this.active = line.path;
    this.stopped = !complete;
    this.requestUpdate();
  }

  #copy(text: string): void {
    tell(this, "copied", text);
  }

  #filterBy(term: string): void {
    tell(this, "filter-by", { term });
  }

  #describe(line: TreeLine): void {
    const known = this.#knownOf(line);
    const on = this.renderRoot.querySelector(".active .value");
    if (known && on) void this.#card?.show(known, on);
  }

  #onContextMenu(event: MouseEvent, line: TreeLine): void {
    // A selection is what one wants to copy then, and the window has a menu for it.
    if (getSelection()?.toString()) return;
    event.preventDefault();
    void this.#openMenu(line, event);
  }

  async #openMenu(line: TreeLine, at: { readonly x: number; readonly y: number }): Promise<void> {
    this.#activate(line);
    this.#card?.hide();
    const menu = this.renderRoot.querySelector<ContextMenu>("context-menu");
    const tree = this.renderRoot.querySelector<HTMLElement>(".tree");
    const { filterable } = this;
    const items = lineMenu(
      { line, known: this.#knownOf(line), filterable },
      {
        copy: (text) => this.#copy(text),
        filterBy: (term) => this.#filterBy(term),
        expandTo: (levels) => this.#expandTo(line, levels),
        describe: () => this.#describe(line),
      },
    );
    if (tree) await menu?.openAt(at, items, tree);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key.length > 1) this.#typed.forget();
    const at = Math.max(
      0,
      this.#lines.findIndex(({ path }) => path === this.active),
    );
    const line = this.#lines[at];
    if (line && this.#act(event, line, at)) event.preventDefault();
  }

  /** Whether the key meant something here. */
  #act(event: KeyboardEvent, line: TreeLine, at: number): boolean {
    const withControl = event.ctrlKey || event.metaKey;
    if (event.key === "c" && withControl) {
      if (getSelection()?.toString()) return false;
      if (line.kind !== "chunk") this.#copy(copyableText(line.value));
    } else if (withControl || event.altKey) return false;
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      const place = this.renderRoot.querySelector(".active .key")?.getBoundingClientRect();
      void this.#openMenu(line, { x: place?.left ?? 0, y: place?.bottom ?? 0 });
    } else if (event.key === "ArrowDown") this.#go(at + 1);
    else if (event.key === "ArrowUp") this.#go(at - 1);
    else if (event.key === "Home") this.#go(0);
    else if (event.key === "End") this.#go(this.#lines.length - 1);
    else if (event.key === "ArrowRight" && line.size > 0 && !line.open) this.#toggle(line);
    else if (event.key === "ArrowRight") this.#go(at + 1);
    else if (event.key === "ArrowLeft" && line.open) this.#toggle(line);
    else if (event.key === "ArrowLeft") this.#go(this.#parentOf(at));
    else if ((event.key === "Enter" || event.key === " ") && line.size > 0) this.#toggle(line);
    else if (event.key === "Enter" || event.key === " ") this.#describe(line);
    else if (event.key === "Escape" && this.#card?.isOpen) {
      event.stopPropagation();
      this.#card.hide();
    } else if (event.key.length === 1 && event.key !== "/") this.#goToTyped(event, at);
    else return false;
    return true;
  }

  #goToTyped(event: KeyboardEvent, at: number): void {
    const keys = this.#lines.map(({ key }) => key ?? this.label);
    const found = this.#typed.find(event, keys, at);
    if (found !== undefined) this.#go(found);
  }

  #parentOf(at: number): number {
    const depth = this.#lines[at]?.depth ?? 0;
    for (let above = at - 1; above >= 0; above--) if ((this.#lines[above]?.depth ?? 0) < depth) return above;
    return 0;
  }

  #go(at: number): void {
    const line = this.#lines[Math.min(Math.max(0, at), this.#lines.length - 1)];
    if (!line) return;
    this.#card?.hide();
    this.#activate(line);
    void this.updateComplete.then(() => this.renderRoot.querySelector(".active")?.scrollIntoView({ block: "nearest" }));
  }
}

customElements.define("json-tree", JsonTree);
