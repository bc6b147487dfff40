/** Rows as lines of text for people, in aligned columns. Pure: colours and width are handed in. */
import type { Row, VerdictDetails } from "../bridge/rows.ts";
import { fitted, printable, wrapped } from "./printable.ts";

export type Tint = "dim" | "bold" | "red" | "yellow" | "green" | "cyan" | "magenta";

export interface TextStyle {
  /** Colours the text, or leaves it as it is. */
  paint(tint: Tint, text: string): string;
  /** Columns of the terminal; undefined: nothing is cut. */
  readonly width?: number | undefined;
}

const kindWidth = 20;
const channelWidthLimit = 28;
const indent = " ".repeat(15);
/** Explanations stay readable on very wide terminals, and in files. */
const explanationWidth = 100;

/** Keeps the width that the channel column needs so far: most sessions have one or two channels, some have none. */
export class RowPrinter {
  readonly #style: TextStyle;
  #channelWidth = 0;

  constructor(style: TextStyle) {
    this.#style = style;
  }

  /** One line, and for a verdict its explanation and advice below; no line break at the end. */
  print(row: Row, verdict?: VerdictDetails | undefined): string {
    const line = this.#line(row);
    return verdict ? [line, ...this.#explain(verdict)].join("\n") : line;
  }

  #line(row: Row): string {
    const { paint, width } = this.#style;
    const channel = printable(row.channelLabel ?? row.channel ?? "");
    this.#channelWidth = Math.max(this.#channelWidth, Math.min([...channel].length, channelWidthLimit));
    const columns = [timeOfDay(row.at), markOf(row), printable(row.kind).padEnd(kindWidth)];
    if (this.#channelWidth > 0) columns.push(fitted(channel, this.#channelWidth).padEnd(this.#channelWidth));
    const before = columns.join(" ");
    const id = row.eventId === undefined ? "" : `[${printable(row.eventId)}] `;
    const after = id + printable(row.summary);
    const rest = width === undefined ? after : fitted(after, Math.max(8, width - [...before].length - 1));
    const tint = tintOf(row);
    if (tint === "dim") return paint("dim", `${before} ${rest}`.trimEnd());
    const text = tint ? paint(tint, rest.slice(id.length)) : rest.slice(id.length);
    const head = `${paint("dim", columns[0] ?? "")} ${paint(tint ?? "bold", columns.slice(1, 3).join(" "))}`;
    const tail = columns.slice(3).map((column) => paint("magenta", column));
    return [head, ...tail, paint("cyan", rest.slice(0, id.length)) + text].join(" ").trimEnd();
  }

  #explain(verdict: VerdictDetails): string[] {
    const { paint, width } = this.#style;
    const room = Math.max(40, Math.min(explanationWidth, (width ?? explanationWidth + indent.length) - indent.length));
    const lines = wrapped(printable(verdict.explanation), room).map((line) => `${indent}${paint("dim", line)}`);
    for (const advice of verdict.advice) {
      const [first = "", ...more] = wrapped(printable(advice), room - 5);
      lines.push(`${indent}${paint("yellow", "try:")} ${first}`, ...more.map((line) => `${indent}     ${line}`));
    }
    return lines;
  }
}

/** Local time, as in a log. */
function timeOfDay(at: number): string {
  const date = new Date(at);
  const pad = (value: number, digits = 2) => String(value).padStart(digits, "0");
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

function markOf(row: Row): string {
  if (row.source === "event") return row.level === "warning" || row.level === "error" ? "!" : "·";
  if (row.direction === "sent") return "→";
  return row.direction === "received" ? "←" : " ";
}

function tintOf(row: Row): Tint | undefined {
  if (row.level === "error") return "red";
  if (row.level === "warning") return "yellow";
  if (row.level === "good") return "green";
  if (row.heartbeat || row.source === "event") return "dim";
  if (row.kind === "malformed" || row.kind === "unknown") return "red";
  return row.direction === "sent" ? "cyan" : undefined;
}
