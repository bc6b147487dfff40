/**
 * Reads the filter language: words and "phrases", `/patterns/`, `field:value`, `$.path = value`, `-not`, `or`, parentheses.
 * Any text gives a result: what cannot be understood is a fault with its place. Plain words stay what they are, whatever
 * characters they have, as long as they do not look like something of the language.
 */
import type { Expression, FieldTest, ParsedFilter, PatternValue, TimeTest } from "./expression.ts";
import { type FieldInfo, fieldInfo, fieldMeant, fieldNamed, type Operator, readTest } from "./fields.ts";
import { readPath } from "./path.ts";
import { faultOfPattern, findPattern, looksLikePattern } from "./pattern.ts";
import { readPathTest } from "./plain.ts";
import { Reader } from "./reader.ts";
import { readTimeTest } from "./time-test.ts";

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
    const pattern = this.#pattern();
    if (pattern) return { kind: "pattern", pattern, from, to: reader.at };
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

  /** Takes a pattern if one comes next, which in a list ends at a comma as well. */
  #pattern(stops = ""): PatternValue | undefined {
    const reader = this.#reader;
    const from = reader.at;
    const found = reader.peek() === "/" ? findPattern(reader.text, from, stops) : undefined;
    if (!found) return undefined;
    reader.at = found.to;
    reader.token("pattern", from);
    const fault = faultOfPattern(found.pattern);
    if (fault) reader.fault(fault, from);
    return found.pattern;
  }

  #word(): Expression {
    const reader = this.#reader;
    const from = reader.at;
    const text = reader.word();
    reader.token("text", from);
    if (looksLikePattern(text)) reader.fault("This regular expression has no end: close it with /, or quote it.", from);
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
    const meant = fieldMeant(written);
    if (meant === undefined) return undefined;
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
    const pattern = info.takes === "direction" ? undefined : this.#pattern(",");
    if (pattern) {
      if (operator !== undefined && operator !== "=" && operator !== "~")
        reader.fault(`A regular expression has no order: write it without the ${operator}.`, from);
      tests.push({ comparison: "matches", value: pattern });
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
    const place = { from, to: reader.at };
    if (!isNegated || !test) return test && { kind: "path", path, test, ...place };
    if (test.comparison === "is") return { kind: "path", path, test: { ...test, comparison: "not" }, ...place };
    reader.fault("!= takes one value: write -($.path = …) for what is not like that.", operatorAt, operatorAt + 2);
    return undefined;
  }

  #pathTest(operator: Operator): FieldTest | undefined {
    const reader = this.#reader;
    const from = reader.at;
    const pattern = operator === "~" || operator === "=" ? this.#pattern() : undefined;
    if (pattern) return { comparison: "matches", value: pattern };
    const isQuoted = reader.peek() === '"';
    const text = isQuoted ? reader.quoted().text : reader.word();
    reader.token("value", from);
    if (reader.at === from) {
      reader.fault(`Something must come after ${operator}, such as $.user.id = 42.`, Math.max(0, from - 1), from);
      return undefined;
    }
    const test = readPathTest(operator, text, isQuoted);
    if (typeof test !== "string") return test;
    reader.fault(test, from);
    return undefined;
  }
}

function joined(kind: "all" | "any", parts: readonly (Expression | undefined)[]): Expression | undefined {
  const whole = parts.filter((part) => part !== undefined);
  const [first, last] = [whole[0], whole.at(-1)];
  if (!first || !last) return undefined;
  return whole.length === 1 ? first : { kind, parts: whole, from: first.from, to: last.to };
}
