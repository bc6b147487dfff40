/** What a value is, in a card beside it: shown while the mouse rests on the value or on the card, or by a key. */
import { css, html, LitElement, nothing } from "lit";
import type { Known } from "./known/known.ts";
import { linkStyles, monoStyles, scrollStyles } from "./shared-styles.ts";
import { tell } from "./telling.ts";
import { visibleLine, visibleText } from "./visible-text.ts";

const marginPx = 6;
const showAfterMs = 250;
const hideAfterMs = 200;

/** Emits `copied` with the decoded text. */
export class KnownCard extends LitElement {
  static override properties = { known: { state: true } };

  declare known: Known | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static override styles = [
    linkStyles,
    monoStyles,
    scrollStyles,
    css`
      :host {
        position: fixed;
        box-sizing: border-box;
        margin: 0;
        padding: 0;
        width: max-content;
        max-width: min(460px, calc(100vw - 12px));
        max-height: min(420px, calc(100vh - 12px));
        overflow: auto;
        border: 1px solid var(--vscode-editorHoverWidget-border, var(--fs-line));
        border-radius: 4px;
        background: var(--vscode-editorHoverWidget-background, var(--fs-side));
        color: var(--vscode-editorHoverWidget-foreground, var(--fs-fg));
        box-shadow: 0 2px 8px var(--vscode-widget-shadow, rgb(0 0 0 / 36%));
        font: var(--fs-size) / 1.4 var(--fs-ui);
      }
      header {
        display: flex;
        gap: 16px;
        padding: 6px 10px;
        border-bottom: 1px solid var(--vscode-editorHoverWidget-border, var(--fs-line));
      }
      b {
        flex: 1;
        font-weight: 600;
      }
      dl {
        display: grid;
        grid-template-columns: fit-content(40%) minmax(0, 1fr);
        gap: 2px 12px;
        margin: 0;
        padding: 6px 10px;
      }
      dt {
        color: var(--fs-dim);
      }
      dt,
      dd {
        margin: 0;
        line-height: 19px;
        overflow-wrap: anywhere;
        unicode-bidi: isolate;
      }
      dd span:first-child {
        white-space: pre-wrap;
      }
      .aside {
        margin-left: 8px;
        color: var(--fs-dim);
      }
      p {
        margin: 0;
        padding: 0 10px 7px;
        color: var(--fs-dim);
      }
    `,
  ];

  override connectedCallback(): void {
    super.connectedCallback();
    this.popover = "manual";
    // Read out when it comes.
    this.setAttribute("role", "status");
    this.addEventListener("mouseenter", () => clearTimeout(this.#timer));
    this.addEventListener("mouseleave", () => this.leave());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  get isOpen(): boolean {
    return this.matches(":popover-open");
  }

  /** The mouse rests on a value. */
  rest(known: Known, on: Element): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.show(known, on), showAfterMs);
  }

  /** The mouse has left; the card has a moment to be reached. */
  leave(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.hide(), hideAfterMs);
  }

  async show(known: Known, on: Element): Promise<void> {
    clearTimeout(this.#timer);
    this.known = known;
    await this.updateComplete;
    if (!on.isConnected || !this.isConnected) return;
    if (!this.isOpen) this.showPopover();
    const value = on.getBoundingClientRect();
    const { width, height } = this.getBoundingClientRect();
    const below = value.bottom + marginPx / 2;
    const top =
      below + height <= innerHeight - marginPx ? below : Math.max(marginPx, value.top - height - marginPx / 2);
    this.style.left = `${Math.max(marginPx, Math.min(value.left, innerWidth - width - marginPx))}px`;
    this.style.top = `${top}px`;
  }

  hide(): void {
    clearTimeout(this.#timer);
    if (this.isOpen) this.hidePopover();
  }

  override render() {
    const { known } = this;
    if (!known) return nothing;
    const { title, lines, note, decoded } = known;
    return html`<header>
        <b>${title}</b>
        ${decoded === undefined ? nothing : html`<button class="link" tabindex="-1" @click=${() => this.#copy(decoded)}>Copy decoded</button>`}
      </header>
      <dl>
        ${lines.map(
          ({ label, value, aside }) =>
            html`<dt>${visibleLine(label)}</dt><dd><span class="mono">${visibleText(value)}</span>${aside ? html`<span class="aside">${visibleLine(aside)}</span>` : nothing}</dd>`,
        )}
      </dl>
      ${note === undefined ? nothing : html`<p>${note}</p>`}`;
  }

  #copy(decoded: string): void {
    tell(this, "copied", decoded);
  }
}

customElements.define("known-card", KnownCard);
