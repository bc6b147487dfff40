/** The messages that are kept ready, in their groups: choosing one fills the form, its arrow sends it at once. */
import "@vscode-elements/elements/dist/vscode-button/index.js";
import "@vscode-elements/elements/dist/vscode-icon/index.js";
import { css, html, LitElement, nothing } from "lit";
import type { Prepared } from "../src/model/prepared.ts";
import { scrollStyles } from "./shared-styles.ts";
import { visibleLine } from "./visible-text.ts";

/** Emits `filled` and `sent` with the message, and `saved`. */
export class PreparedMenu extends LitElement {
  static override properties = {
    prepared: { attribute: false },
    open: { state: true },
  };

  declare prepared: readonly Prepared[];
  declare open: boolean;

  static override styles = [
    scrollStyles,
    css`
      :host {
        position: relative;
        display: flex;
        flex: 0 0 auto;
      }
      vscode-button {
        height: 26px;
      }
      .menu {
        position: absolute;
        right: 0;
        bottom: calc(100% + 6px);
        z-index: 5;
        min-width: 260px;
        max-width: min(520px, 90vw);
        max-height: min(360px, 60vh);
        padding: 4px;
        border: 1px solid var(--vscode-menu-border, var(--vscode-widget-border, var(--fs-line)));
        border-radius: 5px;
        background: var(--vscode-menu-background, var(--fs-bg));
        color: var(--vscode-menu-foreground, var(--fs-fg));
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgb(0 0 0 / 36%));
      }
      .heading,
      .empty {
        padding: 6px 8px 3px;
        color: var(--fs-dim);
        font-size: 11px;
      }
      .empty {
        padding-bottom: 6px;
        max-width: 300px;
      }
      .item {
        display: flex;
        align-items: center;
        border-radius: 3px;
      }
      .item:hover,
      .item:focus-within {
        background: var(--vscode-menu-selectionBackground, var(--fs-selected));
        color: var(--vscode-menu-selectionForeground, var(--fs-fg));
      }
      button {
        display: flex;
        gap: 10px;
        align-items: baseline;
        height: 24px;
        padding: 0 8px;
        border: 0;
        border-radius: 3px;
        background: none;
        color: inherit;
        font: inherit;
        cursor: pointer;
      }
      button:focus-visible {
        outline: 1px solid var(--fs-focus);
        outline-offset: -1px;
      }
      .fill {
        flex: 1;
        min-width: 0;
        line-height: 24px;
        text-align: left;
        white-space: nowrap;
      }
      .values {
        min-width: 0;
        overflow: hidden;
        opacity: 0.7;
        font: var(--fs-mono-size) var(--fs-mono);
        text-overflow: ellipsis;
      }
      .send {
        align-items: center;
        padding: 0 6px;
      }
      vscode-icon {
        color: inherit;
      }
      hr {
        height: 1px;
        margin: 4px 0;
        border: 0;
        background: var(--vscode-menu-separatorBackground, var(--fs-line));
      }
      @media (max-width: 720px) {
        .word {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.prepared = [];
    this.open = false;
    this.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node) || !this.contains(relatedTarget)) this.open = false;
    });
  }

  override render() {
    return html`<vscode-button
        secondary
        icon="bookmark"
        title="Prepared messages"
        aria-haspopup="menu"
        aria-expanded=${this.open}
        @click=${this.#toggle}
        ><span class="word">Prepared</span></vscode-button
      >${this.open ? this.#menu() : nothing}`;
  }

  #menu() {
    // Those without a heading would else seem to stand under the one before.
    const groups = [...new Set([undefined, ...this.prepared.map(({ group }) => group)])];
    return html`<div class="menu scrolls" role="menu" aria-label="Prepared messages" @keydown=${this.#onKey}>
      ${this.prepared.length === 0 ? html`<div class="empty">Nothing is prepared for this endpoint yet.</div>` : nothing}
      ${groups.map((group) => this.#group(group))}
      <hr />
      <div class="item">
        <button class="fill" role="menuitem" @click=${() => this.#tell("saved")}>Save as prepared…</button>
      </div>
    </div>`;
  }

  #group(group: string | undefined) {
    const items = this.prepared.filter((item) => item.group === group);
    return html`${group === undefined ? nothing : html`<div class="heading">${visibleLine(group)}</div>`}
      ${items.map((item) => this.#item(item))}`;
  }

  #item(item: Prepared) {
    const name = visibleLine(item.name);
    return html`<div class="item">
      <button class="fill" role="menuitem" title="Fill in" @click=${() => this.#tell("filled", item)}>
        <span>${name}</span><span class="values">${visibleLine(valuesOf(item))}</span>
      </button>
      <button class="send" role="menuitem" title="Send now" aria-label="Send ${name} now" @click=${() => this.#tell("sent", item)}>
        <vscode-icon name="send"></vscode-icon>
      </button>
    </div>`;
  }

  async #toggle(): Promise<void> {
    this.open = !this.open;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(".fill")?.focus();
  }

  #tell(name: "filled" | "sent" | "saved", item?: Prepared): void {
    this.open = false;
    this.dispatchEvent(new CustomEvent(name, { detail: item }));
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      this.open = false;
      this.renderRoot.querySelector<HTMLElement>("vscode-button")?.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#step(event.key === "ArrowDown" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step(by: 1 | -1): void {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>(".fill")];
    const now = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    items[(now + by + items.length) % items.length]?.focus();
  }
}

/** Without the channel: its group or its name says it, and an identifier is long. */
function valuesOf({ command }: Prepared): string {
  return Object.entries(command.values)
    .filter(([name, value]) => name !== "channel" && value !== "")
    .map(([, value]) => value)
    .join(" ")
    .slice(0, 200);
}

customElements.define("prepared-menu", PreparedMenu);
