/** What a word or a pattern finds, as SQL: names as they are and as rows show them, event ids, texts, and texts in bytes. */
import type { PatternValue } from "../filter/expression.ts";
import { compilePattern } from "../filter/pattern.ts";
import { bodyBit } from "./codes.ts";
import { patternTest } from "./filter-tests.ts";
import { escapesOf, holdsUnescaped } from "./json-escapes.ts";
import { spacedJson, spaces } from "./json-spacing.ts";
import { isEvent } from "./sql-words.ts";

export interface TextWords {
  /** SQL that looks for characters, whatever their case. */
  contains(text: string): (expression: string) => string;
  /** SQL that looks for these in this order, whatever their case and whatever is between them. */
  inOrder(pieces: readonly string[]): (expression: string) => string;
  /** SQL that asks JavaScript about a text. */
  text(test: (text: string) => boolean): (expression: string) => string;
  /** SQL that asks JavaScript about the texts in some bytes. */
  bytes(test: (text: string) => boolean): (expression: string) => string;
  kind(test: (name: string) => boolean): string;
  /** As it is, or as rows show it. */
  channel(test: (name: string) => boolean): string;
}

const body = "(SELECT body FROM bodies b WHERE b.seq = e.seq)";
/** What an event says; the names of its fields are nobody's words. */
const eventWords = `(SELECT concat_ws(char(10), body ->> 'title', body ->> 'explanation', body ->> 'advice')
  FROM bodies b WHERE b.seq = e.seq)`;

interface Wanted {
  readonly in: (expression: string) => string;
  readonly test: (text: string) => boolean;
  /** What a text must have so that it may have this in another spelling. */
  readonly escapes: readonly string[];
  /** SQL for a text that has it with other spaces. */
  readonly spaced?: ((expression: string) => string) | undefined;
}

export function wordCondition(word: string, words: TextWords): string {
  const folded = word.toLowerCase();
  const test = (text: string) => text.toLowerCase().includes(folded);
  return condition(
    { in: words.contains(word), test, escapes: escapesOf(word), spaced: spacedCondition(word, words) },
    words,
  );
}

function spacedCondition(word: string, words: TextWords): Wanted["spaced"] {
  const spaced = spacedJson(word);
  if (!spaced) return undefined;
  const compact = spaced.spellings.filter((spelling) => spelling !== word).map((spelling) => words.contains(spelling));
  const mayBe = words.inOrder(spaced.pieces);
  const is = words.text(spaced.isIn);
  // Most texts have no spaces to be read over: that is told at once.
  return (data) => {
    const hasSpaces = spaces.map((characters) => `instr(${data}, '${characters}') > 0`).join(" OR ");
    return [...compact.map((has) => has(data)), `(${hasSpaces}) AND ${mayBe(data)} AND ${is(data)}`].join(" OR ");
  };
}

export function patternCondition(pattern: PatternValue, words: TextWords): string {
  const test = patternTest(compilePattern(pattern));
  // Of a pattern's own backslashes only those count that stand for one.
  const escapes = escapesOf(pattern.source.replace(/\\[^\\]/g, (pair) => (pair === "\\/" ? "/" : "")));
  return condition({ in: words.text(test), test, escapes }, words);
}

function condition(wanted: Wanted, words: TextWords): string {
  const inData = dataCondition(wanted, words);
  return `(${words.kind(wanted.test)}
    OR ${words.channel(wanted.test)}
    OR e.event_id IS NOT NULL AND ${wanted.in("e.event_id")}
    OR CASE WHEN ${isEvent} THEN ${inData(eventWords)}
      WHEN e.tags & ${bodyBit} THEN ${inData(body)} ELSE ${inData("f.data")} END)`;
}

function dataCondition(wanted: Wanted, words: TextWords): (data: string) => string {
  // MessagePack and protobuf keep the characters of strings as they are, so they are found in the bytes.
  const inBytes = words.bytes(wanted.test);
  const { spaced } = wanted;
  const inText = (data: string) => (spaced ? `${wanted.in(data)} OR ${spaced(data)}` : wanted.in(data));
  if (wanted.escapes.length === 0)
    return (data) => `CASE typeof(${data}) WHEN 'text' THEN ${inText(data)} WHEN 'blob' THEN ${inBytes(data)} END`;
  const read = words.text((text) => holdsUnescaped(text, wanted.test));
  return (data) => {
    const mayDiffer = wanted.escapes.map((pair) => `instr(${data}, '${pair}') > 0`).join(" OR ");
    return `CASE typeof(${data}) WHEN 'text' THEN ${inText(data)} OR (${mayDiffer}) AND ${read(data)}
      WHEN 'blob' THEN ${inBytes(data)} END`;
  };
}
