/** What may stand where the caret is: fields, the capture's own names for a field's values, and paths into payloads. */
import type { FieldName } from "./expression.ts";
import { fieldInfo, fieldNamed, fields } from "./fields.ts";
import { parseFilter } from "./parse.ts";
import { quote } from "./quote.ts";

/** The words of a capture; each list is bounded by whoever makes it. */
export interface FilterWords {
  readonly kinds: readonly string[];
  /** As rows show them. */
  readonly channels: readonly string[];
  readonly streams: readonly string[];
  /** Kinds of events. */
  readonly verdicts: readonly string[];
  readonly statuses: readonly number[];
  readonly codes: readonly number[];
  /** Such as `$.user.id`: what was seen lately. */
  readonly paths: readonly string[];
}

export const noWords: FilterWords = {
  kinds: [],
  channels: [],
  streams: [],
  verdicts: [],
  statuses: [],
  codes: [],
  paths: [],
};

export interface Completion {
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
}

export interface Completions {
  /** What is to be replaced. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Completion[];
}

const most = 50;

/** `caret` counts UTF-16 code units. An empty list when there is nothing to say. */
export function completeFilter(text: string, caret: number, words: FilterWords): Completions {
  const before = wordAtEnd(text.slice(0, caret));
  const after = /^[^\s()",]*/.exec(text.slice(caret))?.[0] ?? "";
  const bare = before.startsWith("-") ? before.slice(1) : before;
  const [, written, values] = /^([a-z]+):(.*)$/is.exec(bare) ?? [];
  const field = written === undefined ? undefined : fieldNamed(written);
  if (field && values !== undefined) {
    // An operator stays: kind:~pi goes on as kind:~ping.
    const value = /[^,]*$/.exec(values)?.[0].replace(/^[<>=~]+/, "") ?? "";
    const items = valuesOf(field, words).filter(({ label }) => fits(label, value.replace(/^["']/, "")));
    return { from: caret - value.length, to: caret + after.length, items: items.slice(0, most) };
  }
  const from = caret - bare.length;
  const to = caret + after.length;
  const typed = typedAfterOperator(text.slice(0, caret));
  if (typed !== undefined)
    return { from: caret - typed.length, to, items: plainValues.filter(({ label }) => fits(label, typed)) };
  if (bare.startsWith("$")) {
    const paths = words.paths.filter((path) => path.toLowerCase().startsWith(bare.toLowerCase()) && path !== bare);
    return {
      from,
      to,
      items: paths.slice(0, most).map((path) => ({ insert: path, label: path, detail: "in the payload" })),
    };
  }
  const items = fields
    .filter(({ name }) => name.startsWith(bare.toLowerCase()))
    .map(
      ({ name, about, example }): Completion => ({
        insert: `${name}:`,
        label: `${name}:`,
        detail: `${about}, as ${example}`,
      }),
    );
  return { from, to, items: followsPath(text.slice(0, caret)) ? [...pathOperators, ...items] : items };
}

const plainValues: readonly Completion[] = [
  { insert: "true", label: "true", detail: "" },
  { insert: "false", label: "false", detail: "" },
  { insert: "null", label: "null", detail: "nothing, but there" },
];

const pathOperators: readonly Completion[] = [
  { insert: "= ", label: "=", detail: "is this" },
  { insert: "!= ", label: "!=", detail: "is something else" },
  { insert: "~ ", label: "~", detail: "has these characters, or matches a /pattern/" },
  { insert: "!~ ", label: "!~", detail: "has something without them" },
  { insert: "> ", label: ">", detail: "is more; also >=, < and <=" },
];

function followsPath(text: string): boolean {
  return parseFilter(text).tokens.at(-1)?.kind === "path" && /\s$/.test(text);
}

/** What is written of a path's value; undefined where none is being written. */
function typedAfterOperator(text: string): string | undefined {
  const tokens = parseFilter(text).tokens;
  const value = tokens.at(-1)?.kind === "value" && !/\s$/.test(text) ? tokens.at(-1) : undefined;
  const [path, operator] = value ? tokens.slice(-3, -1) : tokens.slice(-2);
  if (path?.kind !== "path" || operator?.kind !== "operator") return undefined;
  return value ? text.slice(value.from) : "";
}

/** What is being written; empty after a space or a parenthesis. Read from the start: what a quote means is known only so. */
function wordAtEnd(text: string): string {
  const last = text.match(/(?:[^\s()"]|"(?:[^"\\]|\\.)*(?:"|$))+|[\s()]+/g)?.at(-1) ?? "";
  return /^[\s()]/.test(last) ? "" : last;
}

function valuesOf(field: FieldName, words: FilterWords): readonly Completion[] {
  switch (field) {
    case "dir":
      return [item("sent", "by us"), item("received", "from the server")];
    case "kind":
      return words.kinds.map((kind) => item(kind, ""));
    case "channel":
      return words.channels.map(whole);
    case "stream":
      return words.streams.map(whole);
    case "verdict":
      return [
        item("any", "every warning and error"),
        item("error", "errors"),
        item("warning", "warnings"),
        item("good", "what went well"),
        item("note", "notes"),
        ...words.verdicts.map((kind) => item(kind, "")),
      ];
    case "status":
      return words.statuses.map((status) => item(String(status), ""));
    case "code":
      return words.codes.map((code) => item(String(code), ""));
    case "time":
      return [item("-1m", "the last minute"), item("-5m", "the last 5 minutes"), item("-1h", "the last hour")];
    default:
      return [
        { insert: fieldInfo(field).example.split(":")[1] ?? "", label: fieldInfo(field).example, detail: "an example" },
      ];
  }
}

function item(value: string, detail: string): Completion {
  // Not at its beginning: what could be an operator or a pattern.
  return { insert: /^[^\s()"',/<>=~!][^\s()",]*$/.test(value) ? value : quote(value), label: value, detail };
}

/** Without quotes a part of the name would be enough, and other names may have it too. */
function whole(name: string): Completion {
  return { insert: quote(name), label: name, detail: "" };
}

function fits(label: string, typed: string): boolean {
  return label.toLowerCase().includes(typed.toLowerCase());
}
