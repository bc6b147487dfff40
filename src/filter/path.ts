/** JSON paths in filters: `$.user.id`, `$.items[0]`, `$["odd name"]`, `$.items[*].id`. */
import type { PathStep } from "./expression.ts";
import { quote } from "./quote.ts";
import type { Reader } from "./reader.ts";

const plainName = /^[A-Za-z_][\w-]*/;

/** The reader stands at the `$`. Faults are reported to it. */
export function readPath(reader: Reader): PathStep[] {
  reader.at += 1;
  const path: PathStep[] = [];
  for (;;) {
    const from = reader.at;
    if (reader.take("[")) path.push(...bracket(reader, from));
    else if (reader.take(".")) path.push(...name(reader, from));
    else return path;
  }
}

function name(reader: Reader, from: number): PathStep[] {
  if (reader.take("*")) return [{ every: true }];
  if (reader.isAtQuote) return [reader.quoted().text];
  const found = /^[^\s.[\]()"=<>~!,]+/.exec(reader.text.slice(reader.at))?.[0];
  if (found === undefined) {
    reader.fault("A name must come after this point, such as $.user.id.", from);
    return [];
  }
  reader.at += found.length;
  if (found.includes(":"))
    reader.fault('A value comes after =, such as $.user.id = 42; a name with : is written $["a:b"].', from + 1);
  return [found];
}

function bracket(reader: Reader, from: number): PathStep[] {
  const step = inBracket(reader);
  if (step === undefined || !reader.take("]")) {
    reader.word();
    reader.fault('Between brackets stands a number, "a name" or *, and then ].', from);
    return [];
  }
  return [step];
}

function inBracket(reader: Reader): PathStep | undefined {
  if (reader.take("*")) return { every: true };
  if (reader.isAtQuote) return reader.quoted().text;
  const digits = /^\d{1,9}/.exec(reader.text.slice(reader.at))?.[0];
  if (digits === undefined) return undefined;
  reader.at += digits.length;
  return Number(digits);
}

/** As it is written in a filter. */
export function printPath(path: readonly PathStep[]): string {
  return `$${path.map(printStep).join("")}`;
}

function printStep(step: PathStep): string {
  if (typeof step === "number") return `[${step}]`;
  if (typeof step === "object") return "[*]";
  return plainName.exec(step)?.[0] === step ? `.${step}` : `[${quote(step)}]`;
}
