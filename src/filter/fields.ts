/** The fields of the filter language: what each is about, what it takes, and how its values are read. */
import { type FieldName, type FieldTest, fieldNames, type PlainValue } from "./expression.ts";

export interface FieldInfo {
  readonly name: FieldName;
  /** What it is about, for the list of completions. */
  readonly about: string;
  /** A whole term, to be shown where one is missing. */
  readonly example: string;
  readonly takes: "direction" | "names" | "parts" | "ids" | "sizes" | "numbers" | "codes" | "times" | "verdicts";
}

const infos: Readonly<Record<FieldName, Omit<FieldInfo, "name">>> = {
  dir: { about: "sent or received", example: "dir:sent", takes: "direction" },
  kind: { about: "the protocol's own word for a message", example: "kind:ping,pong", takes: "names" },
  channel: { about: "part of a channel's name", example: "channel:ChatChannel", takes: "parts" },
  stream: { about: "part of a stream's name (AnyCable)", example: "stream:chat", takes: "parts" },
  id: { about: "event id or position", example: "id:4208", takes: "ids" },
  size: { about: "bytes on the wire", example: "size:>10kB", takes: "sizes" },
  time: { about: "clock time, date, or how long ago", example: "time:14:02..14:05", takes: "times" },
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
  if (operator === "~") return { comparison: "has", value: text };
  switch (info.takes) {
    case "direction": {
      const direction = directionWords[text.toLowerCase()];
      return direction ? { comparison: "is", value: direction } : `There is no direction "${text}": sent or received.`;
    }
    case "names":
    case "verdicts":
      return ordered(operator) ? orderless(info) : { comparison: "is", value: text };
    case "parts":
      if (ordered(operator)) return orderless(info);
      return { comparison: operator === "=" || text.includes("*") ? "is" : "has", value: text };
    case "ids":
      return isQuoted || !isNumeric(operator, text)
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

function isNumeric(operator: Exclude<Operator, "~"> | undefined, text: string): boolean {
  return (operator === undefined || operator === "=") && !text.includes("..") ? /^\d+$/.test(text) : true;
}

function numeric(
  info: FieldInfo,
  operator: Exclude<Operator, "~"> | undefined,
  text: string,
  read: (text: string) => number | undefined,
): FieldTest | string {
  const [start = "", end] = text.split("..", 2);
  const value = start === "" && end !== undefined ? 0 : read(start);
  if (value === undefined) return numberWanted(info, start);
  if (end === undefined) return { comparison: operator === undefined || operator === "=" ? "is" : operator, value };
  if (operator !== undefined) return `A range needs no ${operator}: write ${info.name}:${text}.`;
  if (end === "") return { comparison: ">=", value };
  const to = read(end);
  return to === undefined ? numberWanted(info, end) : { comparison: "between", value, to };
}

function numberWanted({ name, takes, example }: FieldInfo, text: string): string {
  const what = takes === "sizes" ? "size" : "number";
  return `"${text}" is no ${what}: ${name}: takes ${takes === "sizes" ? "sizes" : "numbers"}, such as ${example}.`;
}

function orderless({ name, example }: FieldInfo): string {
  return `${name}: has no order, so < and > say nothing: write ${example}.`;
}

function ordered(operator: Operator | undefined): boolean {
  return operator !== undefined && operator !== "=" && operator !== "~";
}

function readWhole(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function readSize(text: string): number | undefined {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text) ?? [];
  const factor = sizeUnits[unit.toLowerCase()];
  return amount === undefined || factor === undefined ? undefined : Math.round(Number(amount) * factor);
}

/** A value after a path's operator: a number, true, false, null, or else characters. */
export function readPlain(text: string, isQuoted: boolean): PlainValue {
  if (isQuoted) return text;
  if (/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (text === "true" || text === "false") return text === "true";
  return text === "null" ? null : text;
}
