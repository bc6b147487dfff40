/** Walks through a filter's text: characters, words and quoted phrases, with the place of each. Knows no grammar. */
import type { FilterFault, FilterToken, Place } from "./expression.ts";

export interface Quoted extends Place {
  readonly text: string;
}

export class Reader {
  readonly text: string;
  readonly tokens: FilterToken[] = [];
  readonly faults: FilterFault[] = [];
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  peek(length = 1): string {
    return this.text.slice(this.at, this.at + length);
  }

  skipSpace(): void {
    while (!this.isAtEnd && /\s/.test(this.peek())) this.at += 1;
  }

  /** Takes these characters if they come next. */
  take(characters: string): boolean {
    if (this.peek(characters.length) !== characters) return false;
    this.at += characters.length;
    return true;
  }

  token(kind: FilterToken["kind"], from: number): void {
    if (this.at > from) this.tokens.push({ kind, from, to: this.at });
  }

  fault(message: string, from: number, to = this.at): void {
    // One fault at one place: what follows from it would only confuse.
    if (this.faults.some((fault) => fault.from === from)) return;
    this.faults.push({ message, from, to: Math.max(to, from + 1) });
  }

  /** Whether a value in quotes comes next. In single ones, as in JavaScript, it is one only if they close at its end. */
  get isAtQuote(): boolean {
    return this.peek() === '"' || /^'(?:[^'\\]|\\.)*'(?=[\s,)\]]|$)/s.test(this.text.slice(this.at));
  }

  /**
   * Takes `"…"` (or `'…'`), in which a backslash stands before a quote or a backslash. Without its end it is a fault, and goes
   * to the end.
   */
  quoted(): Quoted {
    const from = this.at;
    const quote = this.peek();
    this.at += 1;
    let text = "";
    while (!this.isAtEnd) {
      const character = this.peek();
      this.at += 1;
      if (character === quote) return { text, from, to: this.at };
      if (character === "\\" && (this.peek() === quote || this.peek() === "\\")) {
        text += this.peek();
        this.at += 1;
      } else text += character;
    }
    this.fault(`This phrase has no end: close it with ${quote}.`, from);
    return { text, from, to: this.at };
  }

  /** Up to a space, or to a parenthesis that was not opened within; `stops` ends it too. Empty when it begins there. */
  word(stops = ""): string {
    const from = this.at;
    let depth = 0;
    while (!this.isAtEnd) {
      const character = this.peek();
      if (/\s/.test(character) || stops.includes(character)) break;
      if (character === "(") depth += 1;
      if (character === ")") {
        if (depth === 0) break;
        depth -= 1;
      }
      this.at += 1;
    }
    return this.text.slice(from, this.at);
  }
}
