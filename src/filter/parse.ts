/**
 * Reads the filter language: words and "phrases", `/patterns/`, `field:value`, `$.path = value`, `-not`, `or`, parentheses.
 * Any text gives a result: what cannot be understood is a fault with its place. Plain words stay what they are, whatever
 * characters they have, as long as they do not look like something of the language.
 */
import type { Expression, ParsedFilter } from "./expression.ts";
import { readField } from "./field-term.ts";
import { readPathTerm } from "./path-term.ts";
import { looksLikePattern, takePattern } from "./pattern.ts";
import { Reader } from "./reader.ts";
import { isNot, isStrangeNot, slipOf, strangeField } from "./slips.ts";

/** Deeper ones would only be found in a text that means harm. */
const maxDepth = 100;
/** A list of ids from a log may be long; a log itself, pasted by mistake, is no filter. */
const maxTerms = 1_000;

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
  #terms = 0;
  #tooManyAt: number | undefined;

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
    if (this.#tooManyAt !== undefined) {
      // What is missing after it, is not what is wrong.
      reader.faults.length = 0;
      reader.fault(
        `More than ${maxTerms} words and values are too many for one filter: leave some out.`,
        this.#tooManyAt,
        reader.text.length,
      );
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
      if (!this.#isWord("or")) break;
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
    let andAt: number | undefined;
    for (;;) {
      reader.skipSpace();
      const from = reader.at;
      const isEnd = reader.isAtEnd || reader.peek() === ")" || this.#isWord("or");
      const isAnd = !isEnd && this.#isWord("and");
      // It says what is so without it.
      if (isAnd) {
        reader.at += 3;
        reader.token("or", from);
      }
      if (andAt !== undefined && (isEnd || isAnd)) this.#lonelyAnd(andAt);
      if (isEnd) break;
      if (isAnd && parts.length === 0) this.#lonelyAnd(from);
      andAt = isAnd ? from : undefined;
      if (!isAnd) parts.push(this.#term());
    }
    return joined("all", parts);
  }

  #lonelyAnd(from: number): void {
    this.#reader.fault("Something must stand on both sides of `and`; to find the word, quote it.", from, from + 3);
  }

  #isWord(word: "or" | "and"): boolean {
    const { text, at } = this.#reader;
    return (
      text.slice(at, at + word.length).toLowerCase() === word && /^(?:[\s()]|$)/.test(text.slice(at + word.length))
    );
  }

  /** Whether there is room for one more; goes to the end where there is not. */
  #count(): boolean {
    this.#terms += 1;
    if (this.#terms <= maxTerms) return true;
    this.#tooManyAt ??= this.#reader.at;
    this.#reader.at = this.#reader.text.length;
    return false;
  }

  #term(): Expression | undefined {
    const reader = this.#reader;
    const from = reader.at;
    if (!this.#count()) return undefined;
    const not = this.#not();
    if (not > 0) {
      reader.at += not;
      reader.token("not", from);
      reader.skipSpace();
      const part = this.#term();
      return part && { kind: "not", part, from, to: reader.at };
    }
    if (reader.peek() === "(") return this.#group();
    if (reader.peek() === '"') return this.#phrase();
    const pattern = takePattern(reader);
    if (pattern) return { kind: "pattern", pattern, from, to: reader.at };
    if (/^\$[.[]/.test(reader.peek(2))) return readPathTerm(reader);
    return readField(reader, () => this.#count()) ?? this.#word();
  }

  /** How many characters say that what comes next is not to be so; 0 where none do. */
  #not(): number {
    const reader = this.#reader;
    const rest = reader.peek(40);
    if (isNot(rest)) return 3;
    if (!isStrangeNot(rest)) return /^-[^\s)-]/.test(rest) ? 1 : 0;
    reader.fault("What is not to be so has a - before it, such as -kind:ping.", reader.at, reader.at + 1);
    return 1;
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

  #word(): Expression {
    const reader = this.#reader;
    const from = reader.at;
    const text = reader.word();
    reader.token("text", from);
    const strange = strangeField(text);
    const slip = looksLikePattern(text)
      ? "This regular expression has no end: close it with /, or quote it."
      : slipOf(text);
    if (slip) reader.fault(slip, from);
    if (strange) reader.fault(strange.message, from, from + strange.length);
    return { kind: "text", text, from, to: reader.at };
  }
}

function joined(kind: "all" | "any", parts: readonly (Expression | undefined)[]): Expression | undefined {
  const whole = parts.filter((part) => part !== undefined);
  const [first, last] = [whole[0], whole.at(-1)];
  if (!first || !last) return undefined;
  return whole.length === 1 ? first : { kind, parts: whole, from: first.from, to: last.to };
}
