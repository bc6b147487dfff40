/** A menu at the mouse or at a line: keys go up and down in it, Escape and a click elsewhere close it. Knows no action. */
import { css, html, LitElement, nothing } from "lit";

export interface MenuItem {
  readonly label: string;
  /** Its key outside the menu, or a value, dim at the right. */
  readonly hint?: string | undefined;
  /** A line above it. */
  readonly startsGroup?: true | undefined;
  run(): void;
}

/** Keeps its distance from the window's edges. */
const marginPx = 4;

export class ContextMenu extends LitElement {
  static override properties = { items: { state: true } };

  declare items: readonly MenuItem[];
  /** What has the focus again afterwards. */
  #opener: HTMLElement | undefined;

  static override styles = css`
    :host {
      position: fixed;
      margin: 0;
      padding: 4px;
      min-width: 170px;
      max-width: 340px;
      border: 1px solid var(--vscode-menu-border, var(--fs-line));
      border-radius: 5px;
      background: var(--vscode-menu-background, var(--fs-side));
      color: var(--vscode-menu-foreground, var(--fs-fg));
      box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgb(0 0 0 / 36%));
      font: var(--fs-size) / 1.4 var(--fs-ui);
    }
    hr {
      margin: 4px 0;
      border: 0;
      border-top: 1px solid var(--vscode-menu-separatorBackground, var(--fs-line));
    }
    [role="menuitem"] {
      display: flex;
      gap: 18px;
      width: 100%;
      padding: 3px 10px;
      border: 0;
      border-radius: 3px;
      background: none;
      color: inherit;
      font: inherit;
      text-align: left;
      cursor: pointer;
    }
    [role="menuitem"]:focus {
      outline: 1px solid var(--vscode-menu-selectionBorder, transparent);
      outline-offset: -1px;
      background: var(--vscode-menu-selectionBackground, var(--fs-selected));
      color: var(--vscode-menu-selectionForeground, var(--fs-selected-fg));
    }
    .label {
      flex: 1;
      white-space: nowrap;
    }
    .hint {
      overflow: hidden;
      max-width: 150px;
      opacity: 0.75;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
  `;

  constructor() {
    super();
    this.items = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = "auto";
    this.setAttribute("role", "menu");
    this.addEventListener("keydown", (event) => this.#onKey(event));
    this.addEventListener("toggle", (event) => event.newState === "closed" && this.#opener?.focus());
  }

  /** `at`: where its corner goes, if there is room; in CSS px of the window. */
  async openAt(at: { readonly x: number; readonly y: number }, items: readonly MenuItem[], opener: HTMLElement) {
    this.#opener = opener;
    this.items = items;
    this.showPopover();
    await this.updateComplete;
    const { width, height } = this.getBoundingClientRect();
    // By the object model: the page's policy allows no style attributes.
    this.style.left = `${Math.max(marginPx, Math.min(at.x, innerWidth - width - marginPx))}px`;
    this.style.top = `${Math.max(marginPx, Math.min(at.y, innerHeight - height - marginPx))}px`;
    this.#entries[0]?.focus();
  }

  override render() {
    return this.items.map(
      (item) => html`${item.startsGroup ? html`<hr>` : nothing}<button
          role="menuitem"
          tabindex="-1"
          @click=${() => this.#run(item)}
          @mouseenter=${({ target }: Event) => (target as HTMLElement).focus()}
        ><span class="label">${item.label}</span>${item.hint ? html`<span class="hint">${item.hint}</span>` : nothing}</button>`,
    );
  }

  get #entries(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>("[role=menuitem]")];
  }

  #run(item: MenuItem): void {
    this.hidePopover();
    item.run();
  }

  #onKey(event: KeyboardEvent): void {
    const entries = this.#entries;
    const at = entries.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const letter = event.key.length === 1 && event.key !== " " ? event.key.toLowerCase() : undefined;
    // Nothing around it is meant, least of all Escape.
    event.stopPropagation();
    if (event.key === "ArrowDown") entries[(at + 1) % entries.length]?.focus();
    else if (event.key === "ArrowUp") entries[(at - 1 + entries.length) % entries.length]?.focus();
    else if (event.key === "Home") entries[0]?.focus();
    else if (event.key === "End") entries.at(-1)?.focus();
    else if (event.key === "Escape" || event.key === "Tab") this.hidePopover();
    else if (letter !== undefined) {
      const after = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
      after.find((entry) => entry.textContent?.trim().toLowerCase().startsWith(letter))?.focus();
    } else return;
    event.preventDefault();
  }
}

customElements.define("context-menu", ContextMenu);
