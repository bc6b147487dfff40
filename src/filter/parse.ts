/**
 * Reads the filter language: words and "phrases", `/patterns/`, `field:value`, `$.path = value`, `-not`, `or`, parentheses.
 * Any text gives a result: what cannot be understood is a fault with its place. Plain words stay what they are, whatever
 * characters they have, as long as they do not look like something of the language.
 */
import type { Expression, FieldTest, ParsedFilter, TimeTest } from "./expression.ts";
import { type FieldInfo, fieldInfo, fieldNamed, fields, type Operator, readPlain, readTest } from "./fields.ts";
import { later, readMoment } from "./moment.ts";
import { nearest } from "./nearest.ts";
import { readPath } from "./path.ts";
import { faultOfPattern, findPattern } from "./pattern.ts";
import { Reader } from "./reader.ts";

/** Deeper ones would only be found in a text that means harm. */
const maxDepth = 100;

export function parseFilter(text: string): ParsedFilter {
  const reader = new Reader(text);
  const expression = new Parser(reader).whole();
  const faults = [...reader.faults].sort((a, b) => a.from - b.from);
  const tokens = [...reader.tokens].sort((a, b) => a.from - b.from);
  return { expression: faults.length > 0 ? undefined : expression, faults, tokens };
}

class Parser {
  readonly #reader: Reader;
  #depth = 0;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  whole(): Expression | undefined {
    const reader = this.#reader;
    const parts: (Expression | undefined)[] = [this.#any()];
    while (!reader.isAtEnd) {
      const from = reader.at;
      reader.at += 1;
      reader.token("parenthesis", from);
      reader.fault("This parenthesis closes nothing: remove it, or quote it.", from);
      parts.push(this.#any());
    }
    return joined("all", parts);
  }

  /** Parts with `or` between them. Ends before a closing parenthesis. */
  #any(): Expression | undefined {
    const reader = this.#reader;
    const parts: (Expression | undefined)[] = [];
    let isLeftOut = false;
    let orAt: number | undefined;
    for (;;) {
      const part = this.#all();
      parts.push(part);
      isLeftOut ||= !part;
      if (!this.#isOr()) break;
      orAt = reader.at;
      reader.at += 2;
      reader.token("or", orAt);
    }
    if (isLeftOut && orAt !== undefined) reader.fault("Something must stand on both sides of `or`.", orAt, orAt + 2);
    return joined("any", parts);
  }

  #all(): Expression | undefined {
    const reader = this.#reader;
    const parts: (Expression | undefined)[] = [];
    for (;;) {
      reader.skipSpace();
      if (reader.isAtEnd || reader.peek() === ")" || this.#isOr()) break;
      parts.push(this.#term());
    }
    return joined("all", parts);
  }

  #isOr(): boolean {
    return /^or(?=[\s()]|$)/i.test(this.#reader.text.slice(this.#reader.at, this.#reader.at + 3));
  }

  #term(): Expression | undefined {
    const reader = this.#reader;
    const from = reader.at;
    if (reader.peek() === "-" && /^-[^\s)-]/.test(reader.peek(2))) {
      reader.at += 1;
      reader.token("not", from);
      const part = this.#term();
      return part && { kind: "not", part, from, to: reader.at };
    }
    if (reader.peek() === "(") return this.#group();
    if (reader.peek() === '"') return this.#phrase();
    if (reader.peek() === "/") {
      const pattern = this.#pattern();
      if (pattern) return pattern;
    }
    if (/^\$[.[]/.test(reader.peek(2))) return this.#path();
    return this.#field() ?? this.#word();
  }

  #group(): Expression | undefined {
    const reader = this.#reader;
    const from = reader.at;
    reader.at += 1;
    reader.token("parenthesis", from);
    if (this.#depth >= maxDepth) {
      reader.fault(`More than ${maxDepth} parentheses within each other are too many.`, from);
      reader.at = reader.text.length;
      return undefined;
    }
    this.#depth += 1;
    const inner = this.#any();
    this.#depth -= 1;
    const closingAt = reader.at;
    if (reader.take(")")) reader.token("parenthesis", closingAt);
    else reader.fault("This parenthesis is never closed: add a ).", from, from + 1);
    if (!inner) reader.fault("There is nothing between these parentheses.", from);
    return inner && { ...inner, from, to: reader.at };
  }

  #phrase(): Expression | undefined {
    const { text, from, to } = this.#reader.quoted();
    this.#reader.token("text", from);
    if (text === "") this.#reader.fault("This phrase is empty: write what it is to find.", from);
    return { kind: "text", text, from, to };
  }

  #pattern(): Expression | undefined {
    const reader = this.#reader;
    const from = reader.at;
    const found = findPattern(reader.text, from);
    if (!found) return undefined;
    reader.at = found.to;
    reader.token("pattern", from);
    const fault = faultOfPattern(found.pattern);
    if (fault) reader.fault(fault, from);
    return { kind: "pattern", pattern: found.pattern, from, to: found.to };
  }

  #word(): Expression {
    const reader = this.#reader;
    const from = reader.at;
    const text = reader.word();
    reader.token("text", from);
    return { kind: "text", text, from, to: reader.at };
  }

  #field(): Expression | undefined {
    const reader = this.#reader;
    const from = reader.at;
    const written = /^[a-z]+(?=:)/i.exec(reader.text.slice(from, from + 40))?.[0];
    if (written === undefined) return undefined;
    const name = fieldNamed(written);
    if (!name) return this.#strangeField(written);
    reader.at += written.length + 1;
    reader.token("field", from);
    const info = fieldInfo(name);
    const tests: FieldTest[] = [];
    const times: TimeTest[] = [];
    do {
      if (name === "time") this.#time(info, times);
      else this.#value(info, tests);
    } while (reader.take(","));
    const place = { from, to: reader.at };
    return name === "time" ? { kind: "time", tests: times, ...place } : { kind: "field", field: name, tests, ...place };
  }

  /** `chat:lobby` is a word like any other; `chanel:lobby` is a slip. */
  #strangeField(written: string): Expression | undefined {
    const reader = this.#reader;
    const meant = nearest(
      written,
      fields.map(({ name }) => name),
    );
    if (meant === undefined || written.length < 3 || /^https?$|^wss?$/i.test(written)) return undefined;
    const from = reader.at;
    const word = this.#word();
    reader.fault(
      `There is no field ${written}: did you mean ${meant}: ? To find the text itself, quote it.`,
      from,
      from + written.length + 1,
    );
    return word;
  }

  #operator(): Operator | undefined {
    const reader = this.#reader;
    const from = reader.at;
    const operator = (["<=", ">=", "<", ">", "=", "~"] as const).find((characters) => reader.take(characters));
    reader.token("operator", from);
    return operator;
  }

  /** One written value: quoted, or up to a space or comma. Undefined, and a fault, when there is none. */
  #operand(
    info: Pick<FieldInfo, "example">,
    what: string,
  ): { readonly text: string; readonly isQuoted: boolean } | undefined {
    const reader = this.#reader;
    const from = reader.at;
    const isQuoted = reader.peek() === '"';
    const text = isQuoted ? reader.quoted().text : reader.word(",");
    reader.token("value", from);
    if (reader.at > from) return { text, isQuoted };
    reader.fault(`Something must come after ${what}, such as ${info.example}.`, Math.max(0, from - 1), from);
    return undefined;
  }

  #value(info: FieldInfo, tests: FieldTest[]): void {
    const reader = this.#reader;
    const operator = this.#operator();
    const from = reader.at;
    const found = reader.peek() === "/" && info.takes !== "sizes" ? findPattern(reader.text, from) : undefined;
    if (found) {
      reader.at = found.to;
      reader.token("pattern", from);
      const fault = faultOfPattern(found.pattern);
      if (fault) reader.fault(fault, from);
      else tests.push({ comparison: "matches", value: found.pattern });
      return;
    }
    const operand = this.#operand(info, `${info.name}:`);
    if (!operand) return;
    const test = readTest(info, operator, operand.text, operand.isQuoted);
    if (typeof test === "string") reader.fault(test, from);
    else tests.push(test);
  }

  #time(info: FieldInfo, tests: TimeTest[]): void {
    const reader = this.#reader;
    const operator = this.#operator();
    const from = reader.at;
    const operand = this.#operand(info, "time:");
    if (!operand) return;
    const test = readTimeTest(operator, operand.text);
    if (typeof test === "string") reader.fault(test, from);
    else tests.push(test);
  }

  #path(): Expression | undefined {
    const reader = this.#reader;
    const from = reader.at;
    const path = readPath(reader);
    reader.token("path", from);
    const afterPath = reader.at;
    reader.skipSpace();
    const isNegated = reader.peek(2) === "!=";
    const operatorAt = reader.at;
    if (isNegated) {
      reader.at += 2;
      reader.token("operator", operatorAt);
    }
    const operator = isNegated ? "=" : this.#operator();
    if (operator === undefined) {
      reader.at = afterPath;
      return { kind: "path", path, test: undefined, from, to: afterPath };
    }
    reader.skipSpace();
    const test = this.#pathTest(operator);
    return test && { kind: "path", path, test: isNegated ? negated(test) : test, from, to: reader.at };
  }

  #pathTest(operator: Operator): FieldTest | undefined {
    const reader = this.#reader;
    const from = reader.at;
    const found = reader.peek() === "/" ? findPattern(reader.text, from) : undefined;
    if (found && (operator === "~" || operator === "=")) {
      reader.at = found.to;
      reader.token("pattern", from);
      const fault = faultOfPattern(found.pattern);
      if (fault) reader.fault(fault, from);
      return { comparison: "matches", value: found.pattern };
    }
    const isQuoted = reader.peek() === '"';
    const text = isQuoted ? reader.quoted().text : reader.word();
    reader.token("value", from);
    if (reader.at === from) {
      reader.fault(`Something must come after ${operator}, such as $.user.id = 42.`, Math.max(0, from - 1), from);
      return undefined;
    }
    const value = readPlain(text, isQuoted);
    if (operator === "~") return { comparison: "has", value: String(value) };
    if (operator !== "=" && (value === null || typeof value === "boolean"))
      reader.fault(`${value} has no order: compare it with = or !=.`, from);
    return { comparison: operator === "=" ? "is" : operator, value };
  }
}

function negated(test: FieldTest): FieldTest {
  return test.comparison === "is" ? { comparison: "not", value: test.value } : test;
}

function joined(kind: "all" | "any", parts: readonly (Expression | undefined)[]): Expression | undefined {
  const whole = parts.filter((part) => part !== undefined);
  const [first, last] = [whole[0], whole.at(-1)];
  if (!first || !last) return undefined;
  return whole.length === 1 ? first : { kind, parts: whole, from: first.from, to: last.to };
}

function readTimeTest(operator: Operator | undefined, text: string): TimeTest | string {
  const unclear = (part: string) =>
    `"${part}" is no time: write a clock time (14:02, 14:02:11.5), a date (2026-11-25T14:02) or how long ago (-5m).`;
  const [start = "", end] = text.split("..", 2);
  const from = readMoment(start);
  if (end === undefined) {
    if (!from) return unclear(start);
    const { moment, spanMs } = from;
    if (operator === "~") return "A time has no parts: write time:14:02 or time:14:02..14:05.";
    if (operator === ">") return { comparison: ">=", value: later(moment, spanMs) };
    if (operator === "<=") return { comparison: "<", value: later(moment, spanMs) };
    if (operator !== undefined && operator !== "=") return { comparison: operator, value: moment };
    // A moment long ago is where something begins; a written time is as long as it is exact.
    return moment.kind === "ago"
      ? { comparison: ">=", value: moment }
      : { comparison: "between", value: moment, to: later(moment, spanMs) };
  }
  if (operator !== undefined) return `A range needs no ${operator}: write time:${text}.`;
  const to = readMoment(end);
  if (start !== "" && !from) return unclear(start);
  if (end !== "" && !to) return unclear(end);
  if (from && to) {
    if (from.moment.kind !== to.moment.kind) return "Both ends of a range must be written alike: time:14:02..14:05.";
    return { comparison: "between", value: from.moment, to: later(to.moment, to.spanMs) };
  }
  if (to) return { comparison: "<", value: later(to.moment, to.spanMs) };
  return from ? { comparison: ">=", value: from.moment } : unclear("..");
}
