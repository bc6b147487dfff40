/** The fields of the filter language: what each is about, what it takes, and how its values are read. */
import { type FieldName, type FieldTest, fieldNames } from "./expression.ts";
import { nearest } from "./nearest.ts";

export interface FieldInfo {
  readonly name: FieldName;
  /** What it is about, for the list of completions. */
  readonly about: string;
  /** A whole term, to be shown where one is missing. */
  readonly example: string;
  readonly takes: "direction" | "names" | "parts" | "ids" | "sizes" | "numbers" | "codes" | "times" | "verdicts";
  /** Matches what is read and, on the next line, what follows, where a value goes on after a space. */
  readonly goesOn?: RegExp | undefined;
}

const infos: Readonly<Record<FieldName, Omit<FieldInfo, "name">>> = {
  dir: { about: "sent or received", example: "dir:sent", takes: "direction" },
  kind: { about: "the protocol's own word for a message", example: "kind:ping,pong", takes: "names" },
  channel: { about: "part of a channel's name", example: "channel:ChatChannel", takes: "parts" },
  stream: { about: "part of a stream's name (AnyCable)", example: "stream:chat", takes: "parts" },
  id: { about: "event id or position", example: "id:4208", takes: "ids" },
  size: {
    about: "bytes on the wire",
    example: "size:>10kB",
    takes: "sizes",
    goesOn: /\d\n +(?:b|[kmg]i?b)(?:\.\.|[\s,)]|$)/i,
  },
  time: {
    about: "clock time, date, or how long ago",
    example: "time:14:02..14:05",
    takes: "times",
    goesOn: /\d{4}-\d\d-\d\d\n +\d{1,2}:\d/,
  },
  session: { about: "number of the connection", example: "session:2", takes: "numbers" },
  verdict: { about: "what was concluded: any, a level or a kind", example: "verdict:any", takes: "verdicts" },
  status: { about: "HTTP status", example: "status:4xx", takes: "codes" },
  code: { about: "WebSocket close code", example: "code:1006", takes: "codes" },
};

export const fields: readonly FieldInfo[] = fieldNames.map((name) => ({ name, ...infos[name] }));

export function fieldInfo(name: FieldName): FieldInfo {
  return { name, ...infos[name] };
}

export function fieldNamed(text: string): FieldName | undefined {
  return fieldNames.find((name) => name === text.toLowerCase());
}

/** What others call our fields. */
const otherNames: Readonly<Record<string, FieldName>> = {
  type: "kind",
  level: "verdict",
  direction: "dir",
  connection: "session",
  client: "session",
};

/** The field that was most likely meant by a name that is none; undefined for a word that only has a colon in it. */
export function fieldMeant(written: string): FieldName | undefined {
  const lower = written.toLowerCase();
  if (lower.length < 3 || /^https?$|^wss?$/.test(lower)) return undefined;
  return otherNames[lower] ?? fieldNamed(nearest(lower, fieldNames) ?? "");
}

const sizeUnits: Readonly<Record<string, number>> = {
  "": 1,
  b: 1,
  k: 1000,
  kb: 1000,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

const directionWords: Readonly<Record<string, string>> = {
  sent: "sent",
  out: "sent",
  received: "received",
  in: "received",
};

export type Ordering = "<" | "<=" | ">" | ">=";
export type Operator = Ordering | "=" | "~";

/** The test for one written value; or a sentence about what is wrong with it. */
export function readTest(
  info: FieldInfo,
  operator: Operator | undefined,
  text: string,
  isQuoted: boolean,
): FieldTest | string {
  if (operator === "~" && info.takes !== "direction") return { comparison: "has", value: text };
  switch (info.takes) {
    case "direction": {
      if (operator !== undefined && operator !== "=")
        return `dir: takes no ${operator}: write dir:sent or dir:received.`;
      const direction = directionWords[text.toLowerCase()];
      return direction ? { comparison: "is", value: direction } : `There is no direction "${text}": sent or received.`;
    }
    case "names":
    case "verdicts":
      return ordered(operator) ? orderless(info) : { comparison: "is", value: text };
    case "parts":
      if (ordered(operator)) return orderless(info);
      // In quotes it is the whole name, as "filter by this value" writes it.
      return { comparison: operator === "=" || isQuoted || text.includes("*") ? "is" : "has", value: text };
    case "ids":
      return isQuoted || !isNumeric(operator, text) || isVeryLong(operator, text)
        ? ordered(operator)
          ? numberWanted(info, text)
          : { comparison: "is", value: text }
        : numeric(info, operator, text, readWhole);
    case "sizes":
      return numeric(info, operator, text, readSize);
    case "numbers":
      return numeric(info, operator, text, readWhole);
    case "codes":
      return /^\dxx$/i.test(text) && !ordered(operator)
        ? { comparison: "between", value: Number(text[0]) * 100, to: Number(text[0]) * 100 + 99 }
        : numeric(info, operator, text, readWhole);
    case "times":
      return "A time is read elsewhere.";
  }
}

function isNumeric(operator: Operator | undefined, text: string): boolean {
  return (operator === undefined || operator === "=") && !text.includes("..") ? /^\d+$/.test(text) : true;
}

/** As a number it has no place in the capture, but is an id all the same. */
function isVeryLong(operator: Operator | undefined, text: string): boolean {
  return (operator === undefined || operator === "=") && /^\d{19,}$/.test(text) && readWhole(text) === undefined;
}

function numeric(
  info: FieldInfo,
  operator: Operator | undefined,
  text: string,
  read: (text: string) => number | undefined,
): FieldTest | string {
  const { start, end } = rangeOf(text);
  const value = start === "" && end !== undefined && end !== "" ? 0 : read(start);
  if (value === undefined) return numberWanted(info, start);
  const exact = writtenAs("written", value, start);
  if (end === undefined) return { comparison: ordered(operator) ? operator : "is", value, ...exact };
  if (operator !== undefined) return `A range needs no ${operator}: write ${info.name}:${text}.`;
  if (end === "") return { comparison: ">=", value, ...exact };
  const to = read(end);
  if (to === undefined) return numberWanted(info, end);
  if (to < value) return `This range ends before it begins: write ${info.name}:${end}..${start}.`;
  return { comparison: "between", value, to, ...exact, ...writtenAs("writtenTo", to, end) };
}

/** Its characters, where the number's own would be others: `0042`, or an id of 19 digits. */
function writtenAs(name: "written" | "writtenTo", value: number, text: string): Partial<Record<typeof name, string>> {
  return /^\d+$/.test(text) && String(value) !== text ? { [name]: text } : {};
}

/** `a..b`, `a..`, `..b`; without two points there is no end. */
export function rangeOf(text: string): { readonly start: string; readonly end: string | undefined } {
  const at = text.indexOf("..");
  return at < 0 ? { start: text, end: undefined } : { start: text.slice(0, at), end: text.slice(at + 2) };
}

function numberWanted({ name, takes, example }: FieldInfo, text: string): string {
  const what = takes === "sizes" ? "size" : "number";
  const [, start, end] = /^(\d\w*)-(\d\w*)$/.exec(text) ?? [];
  if (start !== undefined) return `A range has two points in it: write ${name}:${start}..${end}.`;
  return `"${text}" is no ${what}: ${name}: takes ${takes === "sizes" ? "sizes" : "numbers"}, such as ${example}.`;
}

function orderless({ name, example }: FieldInfo): string {
  return `${name}: has no order, so < and > say nothing: write ${example}.`;
}

function ordered(operator: Operator | undefined): operator is Ordering {
  return operator !== undefined && operator !== "=" && operator !== "~";
}

function readWhole(text: string): number | undefined {
  return /^\d+$/.test(text) && BigInt(text) < 2n ** 63n ? Number(text) : undefined;
}

function readSize(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text) ?? [];
  const factor = sizeUnits[unit.toLowerCase()];
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor);
}
