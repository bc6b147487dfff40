/** A text exactly as it is, in lines that wrap or not, never more at once than a page can lay out. */
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { formatCount } from "./format.ts";
import { linkStyles, monoStyles, scrollStyles } from "./shared-styles.ts";
import { visibleText } from "./visible-text.ts";

/** A line of a megabyte takes a browser seconds to wrap. */
const pageCharacters = 50_000;

export class TextView extends LitElement {
  static override properties = { text: {}, wrap: { type: Boolean }, shown: { state: true } };

  declare text: string;
  declare wrap: boolean;
  declare shown: number;

  static override styles = [
    linkStyles,
    monoStyles,
    scrollStyles,
    css`
      :host {
        display: block;
      }
      pre {
        margin: 0;
        padding: 8px 14px;
        line-height: 18px;
        tab-size: 4;
        unicode-bidi: plaintext;
      }
      .wrapped {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      p {
        margin: 0;
        padding: 0 14px 10px;
        color: var(--fs-dim);
      }
    `,
  ];

  constructor() {
    super();
    this.text = "";
    this.wrap = true;
    this.shown = pageCharacters;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("text")) this.shown = pageCharacters;
  }

  override render() {
    const { text, shown } = this;
    const rest = text.length - shown;
    const part = visibleText(rest > 0 ? text.slice(0, shown) : text);
    return html`<pre class="mono scrolls ${this.wrap ? "wrapped" : ""}" dir="ltr" tabindex="0">${part}</pre>
      ${rest > 0 ? this.#more(rest) : nothing}`;
  }

  #more(rest: number) {
    const show = () => {
      this.shown += pageCharacters;
    };
    return html`<p>
      ${formatCount(rest)} more characters. <button class="link" @click=${show}>Show more</button>
    </p>`;
  }
}

customElements.define("text-view", TextView);
