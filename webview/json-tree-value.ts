/** How a line of the tree shows its value: by kind, cut where it is long, with what is found marked, and ages of moments. */
import { html, nothing } from "lit";
import { isRawNumber } from "../src/bridge/exact-json.ts";
import type { Marks } from "../src/filter/highlights.ts";
import { formatAge, formatCount } from "./format.ts";
import type { TreeLine } from "./json-lines.ts";
import { numberOf } from "./json-value.ts";
import type { Known } from "./known/known.ts";
import { isTimeKey, readEpoch, readMoment } from "./known/moment.ts";
import { marked } from "./marked.ts";
import { visibleLine } from "./visible-text.ts";

/** Longer strings are cut in the tree; copying gives all of it. */
const stringLimit = 2_000;

export interface ValueSurroundings {
  readonly known: Known | undefined;
  readonly rowAt: number | undefined;
  readonly marks: Marks;
  /** The mouse rests on the value, or has left it. */
  rest(on: Element): void;
  leave(): void;
}

export function lineValue(line: TreeLine, around: ValueSurroundings) {
  const { kind, size, open, value } = line;
  if (kind === "chunk") return nothing;
  if (kind === "object" || kind === "list") {
    const [left, right] = kind === "list" ? ["[", "]"] : ["{", "}"];
    const text =
      size === 0 ? `${left}${right}` : open && kind === "object" ? "" : `${left}${formatCount(size)}${right}`;
    return text === "" ? nothing : html`<span class="size">${text}</span>`;
  }
  const { known, marks } = around;
  const age = ageOf(line, around.rowAt);
  return html`<span class="colon">: </span><span
      class="value ${kind} ${known ? "known" : ""}"
      @mouseenter=${(event: Event) => around.rest(event.currentTarget as Element)}
      @mouseleave=${() => around.leave()}
      >${marked(textOf(value), marks)}</span
    >${age === undefined ? nothing : html`<span class="age">${age}</span>`}`;
}

/** Seen from the row's own moment, which stays the same however late one looks. */
function ageOf({ value, key }: TreeLine, rowAt: number | undefined): string | undefined {
  if (rowAt === undefined) return undefined;
  const number = numberOf(value);
  const moment =
    typeof value === "string"
      ? readMoment(value)
      : number !== undefined && isTimeKey(key)
        ? readEpoch(number)
        : undefined;
  return moment && formatAge(rowAt - moment.at);
}

function textOf(value: unknown): string {
  if (isRawNumber(value)) return value.rawJSON;
  if (typeof value !== "string") return String(value);
  const cut = value.length > stringLimit;
  const text = visibleLine(cut ? value.slice(0, stringLimit) : value);
  return cut ? `"${text}" … ${formatCount(value.length - stringLimit)} more characters` : `"${text}"`;
}
