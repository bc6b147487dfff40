/** A JSON value as a tree: folded where it is large, walked by keys, each value to be copied. Draws text only. */
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatCount } from "./format.ts";
import { type TreeLine, treeLines } from "./json-lines.ts";
import { treeStyles } from "./json-tree-styles.ts";
import { copyableText, ExactNumber } from "./json-value.ts";
import { monoStyles } from "./shared-styles.ts";
import { visibleLine } from "./visible-text.ts";

/** Longer strings are cut in the tree; copying gives all of it. */
const stringLimit = 2_000;

/** Emits `copied` with the text. */
export class JsonTree extends LitElement {
  static override properties = { value: { attribute: false }, label: {}, active: { state: true } };

  declare value: unknown;
  /** What the root is called. */
  declare label: string;
  /** Path of the line that keys act on. */
  declare active: string;
  #open = new Map<string, boolean>();
  #pages = new Map<string, number>();
  #lines: readonly TreeLine[] = [];

  static override styles = [monoStyles, treeStyles];

  constructor() {
    super();
    this.label = "payload";
    this.active = "";
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("value")) {
      this.#open = new Map();
      this.#pages = new Map();
      this.active = "";
    }
    this.#lines = treeLines(this.value, { open: this.#open, pages: this.#pages });
  }

  override render() {
    const at = this.#lines.findIndex(({ path }) => path === this.active);
    return html`<div
      class="tree mono"
      role="tree"
      aria-label="Payload"
      tabindex="0"
      aria-activedescendant="line-${Math.max(0, at)}"
      @keydown=${this.#onKey}
    >
      ${repeat(
        this.#lines,
        ({ path }) => path,
        (line, index) => this.#line(line, index),
      )}
    </div>`;
  }

  #line(line: TreeLine, index: number) {
    const indent = "  ".repeat(line.depth);
    const active = line.path === this.active;
    if (line.more !== undefined) {
      return html`<div id="line-${index}" class="line more" role="treeitem" aria-level=${line.depth + 1} @click=${() => this.#toggle(line)}>${indent}  … ${formatCount(line.more)} more</div>`;
    }
    const expanded = line.size > 0 ? String(line.open) : nothing;
    return html`<div
      id="line-${index}"
      class=${active ? "line active" : "line"}
      role="treeitem"
      aria-level=${line.depth + 1}
      aria-expanded=${expanded}
      aria-selected=${active}
      @mouseenter=${() => this.#activate(line)}
      @click=${() => this.#toggle(line)}
    ><span class="indent">${indent}</span><span class="twist" aria-hidden="true">${line.size > 0 ? (line.open ? "▾" : "▸") : ""}</span><span class="key">${visibleLine(line.key ?? this.label)}</span>${value(line)}${active ? this.#copy(line) : nothing}</div>`;
  }

  #copy(line: TreeLine) {
    const copy = (event: Event) => {
      event.stopPropagation();
      this.#tellCopy(line);
    };
    return html`<vscode-icon name="copy" action-icon label="Copy value" title="Copy value" @click=${copy}></vscode-icon>`;
  }

  #activate(line: TreeLine): void {
    this.active = line.path;
  }

  #toggle(line: TreeLine): void {
    this.active = line.path;
    if (line.more !== undefined) {
      const parent = line.path.slice(0, -2);
      this.#pages.set(parent, (this.#pages.get(parent) ?? 1) + 1);
    } else if (line.size > 0) this.#open.set(line.path, !line.open);
    this.requestUpdate();
  }

  #tellCopy(line: TreeLine): void {
    this.dispatchEvent(new CustomEvent("copied", { detail: copyableText(line.value), bubbles: true, composed: true }));
  }

  #onKey(event: KeyboardEvent): void {
    const at = Math.max(
      0,
      this.#lines.findIndex(({ path }) => path === this.active),
    );
    const line = this.#lines[at];
    if (!line) return;
    if (event.key === "c" && (event.ctrlKey || event.metaKey)) {
      if (getSelection()?.toString()) return;
      this.#tellCopy(line);
    } else if (event.key === "ArrowDown") this.#go(at + 1);
    else if (event.key === "ArrowUp") this.#go(at - 1);
    else if (event.key === "Home") this.#go(0);
    else if (event.key === "End") this.#go(this.#lines.length - 1);
    else if (event.key === "ArrowRight" && line.size > 0 && !line.open) this.#toggle(line);
    else if (event.key === "ArrowRight") this.#go(at + 1);
    else if (event.key === "ArrowLeft" && line.open) this.#toggle(line);
    else if (event.key === "ArrowLeft") this.#go(this.#parentOf(at));
    else if (event.key === "Enter" || event.key === " ") this.#toggle(line);
    else return;
    event.preventDefault();
  }

  #parentOf(at: number): number {
    const depth = this.#lines[at]?.depth ?? 0;
    for (let above = at - 1; above >= 0; above--) if ((this.#lines[above]?.depth ?? 0) < depth) return above;
    return 0;
  }

  #go(at: number): void {
    const line = this.#lines[Math.min(Math.max(0, at), this.#lines.length - 1)];
    if (!line) return;
    this.#activate(line);
    void this.updateComplete.then(() => this.renderRoot.querySelector(".active")?.scrollIntoView({ block: "nearest" }));
  }
}

function value({ value, kind, size, open }: TreeLine) {
  if (kind === "object" || kind === "list") {
    const [left, right] = kind === "list" ? ["[", "]"] : ["{", "}"];
    const text =
      size === 0 ? `${left}${right}` : open && kind === "object" ? "" : `${left}${formatCount(size)}${right}`;
    return text === "" ? nothing : html`<span class="size">${text}</span>`;
  }
  return html`<span class="colon">: </span><span class="value ${kind}">${textOf(value)}</span>`;
}

function textOf(value: unknown): string {
  if (value instanceof ExactNumber) return value.text;
  if (typeof value !== "string") return String(value);
  const cut = value.length > stringLimit;
  const text = visibleLine(cut ? value.slice(0, stringLimit) : value);
  return cut ? `"${text}" … ${formatCount(value.length - stringLimit)} more characters` : `"${text}"`;
}

customElements.define("json-tree", JsonTree);
