/** A text on one line in which what is known has a dotted line below it, and a card: by mouse, or by Tab. Draws text only. */
import "./known-card.ts";
import { css, html, LitElement, type PropertyValues } from "lit";
import type { KnownPart } from "./known/known.ts";
import { recogniseWithin } from "./known/recognise.ts";
import type { KnownCard } from "./known-card.ts";
import { visibleLine } from "./visible-text.ts";

export class KnownText extends LitElement {
  static override properties = { text: {}, rowAt: { type: Number } };

  declare text: string;
  /** The moment that ages count from. */
  declare rowAt: number | undefined;
  #parts: readonly KnownPart[] = [];

  static override styles = css`
    .known {
      border-radius: 2px;
      text-decoration: underline dotted var(--fs-dim);
      text-underline-offset: 3px;
      cursor: help;
    }
    .known:focus-visible {
      outline: 1px solid var(--fs-focus);
      outline-offset: 1px;
    }
  `;

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("text") || changed.has("rowAt")) this.#parts = recogniseWithin(this.text, { rowAt: this.rowAt });
  }

  override render() {
    let at = 0;
    const pieces = this.#parts.map((part) => {
      const before = visibleLine(this.text.slice(at, part.from));
      at = part.to;
      return html`${before}${this.#known(part)}`;
    });
    return html`${pieces}${visibleLine(this.text.slice(at))}${this.#parts.length > 0 ? html`<known-card></known-card>` : ""}`;
  }

  #known({ from, to, known }: KnownPart) {
    const on = (event: Event) => event.currentTarget as Element;
    return html`<span
      class="known"
      tabindex="0"
      aria-description=${known.title}
      @mouseenter=${(event: Event) => this.#card?.rest(known, on(event))}
      @mouseleave=${() => this.#card?.leave()}
      @focus=${(event: Event) => void this.#card?.show(known, on(event))}
      @blur=${() => this.#card?.hide()}
      @keydown=${this.#onKey}
      >${visibleLine(this.text.slice(from, to))}</span
    >`;
  }

  get #card(): KnownCard | null {
    return this.renderRoot.querySelector<KnownCard>("known-card");
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.#card?.isOpen) return;
    event.stopPropagation();
    this.#card.hide();
  }
}

customElements.define("known-text", KnownText);
