/** The Diff tab: this message next to the one before it on its channel, as what was added, removed and changed in between. */
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import type { EntryDetails } from "../src/bridge/rows.ts";
import type { TimelineHost } from "../src/bridge/timeline-api.ts";
import { formatCount, formatDuration } from "./format.ts";
import { jsonOf, readJson } from "./json-value.ts";
import { linkStyles, monoStyles } from "./shared-styles.ts";
import { tell } from "./telling.ts";
import { type DiffLine, diffValues, type ValueDiff } from "./value-diff.ts";
import { visibleLine } from "./visible-text.ts";

/** Longer values are cut; VS Code's diff editor shows all of them. */
const valueLimit = 400;
const linesShown = 1_000;

type Comparison =
  | { readonly kind: "searching" }
  | { readonly kind: "none"; readonly text: string }
  | { readonly kind: "found"; readonly earlier: EntryDetails; readonly diff: ValueDiff | undefined };

/** Emits `jumped` with the earlier row's number, and `diff-opened` with the two numbers. */
export class DiffView extends LitElement {
  static override properties = {
    details: { attribute: false },
    host: { attribute: false },
    comparison: { state: true },
  };

  declare details: EntryDetails;
  declare host: Pick<TimelineHost, "details" | "previousInChannel">;
  declare comparison: Comparison;

  static override styles = [
    linkStyles,
    monoStyles,
    css`
      :host {
        display: block;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 14px;
        padding: 10px 14px 8px;
        color: var(--fs-dim);
        line-height: 20px;
      }
      .counts {
        display: flex;
        gap: 10px;
      }
      .diff {
        padding: 8px 0;
        border-top: 1px solid var(--fs-line);
        line-height: 20px;
      }
      .line {
        display: flex;
        padding: 0 14px 0 0;
        white-space: pre;
      }
      .sign {
        flex: none;
        width: 14px;
        padding-left: 4px;
        user-select: none;
      }
      .indent,
      .key {
        flex: none;
      }
      .key {
        max-width: 60%;
        overflow: hidden;
        color: var(--fs-key);
        text-overflow: ellipsis;
      }
      .value {
        min-width: 0;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        unicode-bidi: isolate;
      }
      .added {
        background: var(--vscode-diffEditor-insertedTextBackground, rgb(156 204 44 / 20%));
      }
      .removed {
        background: var(--vscode-diffEditor-removedTextBackground, rgb(255 0 0 / 20%));
      }
      .plus {
        color: var(--fs-ok);
      }
      .minus {
        color: var(--fs-err);
      }
      .same {
        color: var(--fs-dim);
      }
      p {
        margin: 0;
        padding: 10px 14px;
        color: var(--fs-dim);
      }
    `,
  ];

  constructor() {
    super();
    this.comparison = { kind: "searching" };
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("details") && changed.get("details")?.row.seq !== this.details.row.seq) void this.#compare();
  }

  override render() {
    const { comparison } = this;
    if (comparison.kind === "searching") return html`<p role="status">Looking for the message before…</p>`;
    if (comparison.kind === "none") return html`<p role="status">${comparison.text}</p>${this.#hint()}`;
    const { earlier, diff } = comparison;
    return html`${this.#header(earlier, diff)}
    ${diff ? this.#diff(diff) : html`<p>At least one of the two is too large or no JSON. The diff editor shows them.</p>`}
    ${this.#hint()}`;
  }

  #header(earlier: EntryDetails, diff: ValueDiff | undefined) {
    const { row } = this.details;
    const before = earlier.row.seq;
    return html`<header>
      <span
        >Against <button class="link" title="Go to this row" @click=${() => tell(this, "jumped", before)}>#${formatCount(before)}</button>,
        ${formatDuration(row.at - earlier.row.at)} before</span
      >
      ${diff ? html`<span class="counts">${countsOf(diff)}</span>` : nothing}
      <button class="link" @click=${() => tell(this, "diff-opened", [before, row.seq])}>Open in the diff editor</button>
    </header>`;
  }

  #diff({ lines }: ValueDiff) {
    if (lines.every(({ kind }) => kind === "same")) return html`<p>Both payloads are alike.</p>`;
    const rest = lines.length - linesShown;
    return html`<div class="diff mono" role="list" aria-label="Changes">${lines.slice(0, linesShown).map(diffLine)}</div>
      ${rest > 0 ? html`<p>${formatCount(rest)} more lines. The diff editor shows them.</p>` : nothing}`;
  }

  #hint() {
    const key = navigator.userAgent.includes("Mac") ? "Cmd" : "Ctrl";
    return html`<p>${key}+click another row to compare it with this one.</p>`;
  }

  async #compare(): Promise<void> {
    const { seq } = this.details.row;
    this.comparison = { kind: "searching" };
    const comparison = await this.#found(seq).catch((error: Error) => ({ kind: "none", text: error.message }) as const);
    // Another row may have been chosen meanwhile.
    if (this.details.row.seq === seq) this.comparison = comparison;
  }

  async #found(seq: number): Promise<Comparison> {
    const { seq: before, searched, complete } = await this.host.previousInChannel(seq);
    const { kind, channel, channelLabel } = this.details.row;
    const where = channel === undefined ? "" : ` on ${visibleLine(channelLabel ?? channel)}`;
    if (before === undefined) {
      const text = complete
        ? `This is the first ${kind}${where} in this capture.`
        : `There is no ${kind}${where} among the ${formatCount(searched)} rows before this one.`;
      return { kind: "none", text };
    }
    const earlier = await this.host.details(before);
    const [old, fresh] = [earlier, this.details].map(payloadOf);
    return { kind: "found", earlier, diff: old && fresh ? diffValues(old.value, fresh.value) : undefined };
  }
}

/** Text that no protocol reads any further is one value. */
function payloadOf({ payloadJson, payloadTruncated, raw }: EntryDetails): { readonly value: unknown } | undefined {
  if (payloadJson !== undefined) return payloadTruncated ? undefined : readJson(payloadJson);
  return raw.text === undefined || raw.truncated ? undefined : { value: raw.text };
}

function countsOf({ changed, added, removed }: ValueDiff) {
  const counts = [
    [changed, "changed", ""],
    [added, "added", "plus"],
    [removed, "removed", "minus"],
  ] as const;
  return counts.flatMap(([count, word, colour]) =>
    count > 0 ? [html`<span class=${colour}>${formatCount(count)} ${word}</span>`] : [],
  );
}

function diffLine(line: DiffLine) {
  const { kind, count = 0 } = line;
  switch (kind) {
    case "same":
      return oneLine(line, { className: "same", sign: "", meaning: "" }, `… ${formatCount(count)} alike`);
    case "inside":
      return oneLine(line, { className: "", sign: "", meaning: "" }, undefined);
    case "changed":
      return html`${oneLine(line, minus, line.before)}${oneLine(line, plus, line.after)}`;
    case "removed":
      return oneLine(line, minus, line.before);
    case "added":
      return oneLine(line, plus, line.after);
  }
}

interface Look {
  readonly className: string;
  readonly sign: string;
  readonly meaning: string;
}

const plus: Look = { className: "added", sign: "+", meaning: "now" };
const minus: Look = { className: "removed", sign: "−", meaning: "before" };

function oneLine({ depth, key, kind }: DiffLine, { className, sign, meaning }: Look, value: unknown) {
  const alike = kind === "same";
  const text = alike ? String(value) : textOf(kind, value);
  const name = alike ? "" : visibleLine(key ?? "payload");
  return html`<div class="line ${className}" role="listitem"><span class="sign ${sign === "+" ? "plus" : "minus"}" role="img" aria-label=${meaning || nothing}>${sign}</span><span class="indent">${"  ".repeat(depth)}</span>${name === "" ? nothing : html`<span class="key">${name}</span>`}${text === "" ? nothing : html`<span class="value">${alike ? "" : ": "}${text}</span>`}</div>`;
}

function textOf(kind: DiffLine["kind"], value: unknown): string {
  if (kind === "inside") return "";
  const text = jsonOf(value);
  return visibleLine((text.length > valueLimit ? `${text.slice(0, valueLimit)}…` : text).replace(/\n\s*/g, " "));
}

customElements.define("diff-view", DiffView);
