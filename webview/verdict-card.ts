/** A verdict in plain words first: what it means, what to check, and the rows that it rests on. */
import { css, html, LitElement, nothing } from "lit";
import type { VerdictDetails } from "../src/bridge/rows.ts";
import { formatClock, formatCount, formatDuration, wordsOf } from "./format.ts";
import { linkStyles } from "./shared-styles.ts";
import { tell } from "./telling.ts";
import { visibleLine } from "./visible-text.ts";

/** Evidence may be long; the first and the last rows are what one goes to. */
const evidenceShown = 12;

/** Emits `jumped` with the number of an entry, and `docs-wanted` with the kind. */
export class VerdictCard extends LitElement {
  static override properties = { verdict: { attribute: false }, kind: {} };

  declare verdict: VerdictDetails;
  /** Of the event: what its page is called. */
  declare kind: string;

  static override styles = [
    linkStyles,
    css`
      :host {
        display: block;
      }
      section {
        padding: 8px 12px 9px;
        border: 1px solid var(--fs-line);
        border-left: 3px solid var(--fs-level);
        border-radius: 4px;
        overflow-wrap: anywhere;
      }
      .note {
        --fs-level: var(--fs-dim);
      }
      .good {
        --fs-level: var(--fs-ok);
      }
      .warning {
        --fs-level: var(--fs-warn);
      }
      .error {
        --fs-level: var(--fs-err);
      }
      h3 {
        margin: 0 0 4px;
        font-size: 12.5px;
        font-weight: 600;
      }
      h3::first-letter {
        text-transform: uppercase;
      }
      p,
      ul {
        margin: 0;
        color: var(--fs-dim);
        font-size: 12px;
        line-height: 1.5;
      }
      ul {
        margin-top: 4px;
        padding-left: 18px;
      }
      p + p,
      ul + p {
        margin-top: 4px;
      }
      code {
        font-family: var(--fs-mono);
        font-size: 11.5px;
      }
      .link {
        margin-right: 6px;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  override render() {
    const { title, explanation, advice, level } = this.verdict;
    return html`<section class=${level} aria-label=${`Verdict, ${level}`}>
      <h3>${prose(title)}</h3>
      <p>${prose(explanation)}</p>
      ${advice.length > 0 ? html`<ul aria-label="What to check">${advice.map((line) => html`<li>${prose(line)}</li>`)}</ul>` : nothing}
      ${this.#extent()} ${this.#evidence()}
      <p><button class="link" @click=${() => tell(this, "docs-wanted", this.kind)}>What this means</button></p>
    </section>`;
  }

  /** The time it covers, and its measures. */
  #extent() {
    const { fromAt, toAt, measures } = this.verdict;
    const parts = Object.entries(measures).map(([name, value]) => measureText(name, value));
    if (fromAt !== undefined && toAt !== undefined)
      parts.unshift(`${formatClock(fromAt)} to ${formatClock(toAt)} (${formatDuration(toAt - fromAt)})`);
    return parts.length > 0 ? html`<p>${parts.join(" · ")}</p>` : nothing;
  }

  #evidence() {
    const { evidence } = this.verdict;
    if (evidence.length === 0) return nothing;
    const half = evidenceShown / 2;
    const all = evidence.length <= evidenceShown;
    const link = (seq: number) =>
      html`<button class="link" title="Go to this row" @click=${() => tell(this, "jumped", seq)}>#${formatCount(seq)}</button>`;
    return html`<p>
      Evidence: ${(all ? evidence : evidence.slice(0, half)).map(link)}
      ${all ? nothing : html`… ${evidence.slice(-half).map(link)} (${formatCount(evidence.length)} rows)`}
    </p>`;
  }
}

/** Words in backticks are code. */
function prose(text: string) {
  const parts = visibleLine(text).split("`");
  if (parts.length % 2 === 0) return parts.join("`");
  return parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

/** `latencyMs` 38 becomes `latency 38 ms`: the unit is in the name. */
function measureText(name: string, value: number): string {
  if (name.endsWith("Ms")) return `${wordsOf(name.slice(0, -2))} ${formatDuration(value)}`;
  return `${wordsOf(name)} ${Number.isInteger(value) ? formatCount(value) : value.toFixed(2)}`;
}

customElements.define("verdict-card", VerdictCard);
