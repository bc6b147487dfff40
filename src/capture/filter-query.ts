/**
 * Turns a filter's meaning into one SQL condition on an entry. What is cheap comes first: bits and numbers, then names
 * (looked up once in their dictionaries), then texts, then JSON, and JavaScript last.
 */
import type { Expression, FieldTest } from "../filter/expression.ts";
import type { Level } from "../model/event.ts";
import { directions, levels } from "./codes.ts";
import type { Database, SqlValue } from "./database.ts";
import { containsFoldedFunction } from "./database.ts";
import { exactNumber } from "./exact-number.ts";
import { type FilterContext, FilterTests } from "./filter-tests.ts";
import { NameIds } from "./name-ids.ts";
import { nameTest } from "./name-test.ts";
import { pathCondition } from "./path-condition.ts";
import { closeCode, eventIdNumber, httpStatus, isEvent, isTransport, ownText } from "./sql-words.ts";
import { patternCondition, type TextWords, wordCondition } from "./text-condition.ts";
import { timeCondition, type Zone } from "./time-condition.ts";

export interface FilterQuery {
  /** On `entries e`; the range of numbers takes parameters 1 and 2. */
  readonly condition: string;
  /** It names `frames f` as well, each entry's first frame. */
  readonly looksAtFrames: boolean;
  /** It has regular expressions, of which any may take for ever. */
  readonly isRisky: boolean;
  /** From number 3 on. To be asked for before each run: names may have come since. */
  parameters(): readonly SqlValue[];
  /** To be called when the query is not needed any more. */
  release(): void;
}

/** Of two conditions the cheaper one is asked first. */
interface Condition {
  readonly sql: string;
  readonly cost: number;
}

const costs = { bits: 1, names: 2, text: 10, json: 20, script: 40 } as const;

export function compileFilter(
  database: Database,
  expression: Expression,
  context: FilterContext,
  zone: Zone,
): FilterQuery {
  const compiler = new Compiler(database, context, zone);
  const { sql } = compiler.compile(expression);
  // What people write is bound, never part of the SQL.
  const looksAtFrames = /\bf\.data\b/.test(sql);
  return {
    condition: sql,
    looksAtFrames,
    isRisky: isRisky(expression),
    parameters: () => compiler.parameters(),
    release: () => compiler.release(),
  };
}

/** In order, but as a tree: of a long chain SQLite would say that it is too deep. */
function united(parts: readonly Condition[], operator: "AND" | "OR"): Condition {
  return {
    sql: treeOf(
      parts.map(({ sql }) => sql),
      ` ${operator} `,
    ),
    cost: Math.max(...parts.map(({ cost }) => cost)),
  };
}

function treeOf(parts: readonly string[], operator: string): string {
  if (parts.length <= 2) return `(${parts.join(operator)})`;
  const middle = Math.ceil(parts.length / 2);
  return `(${treeOf(parts.slice(0, middle), operator)}${operator}${treeOf(parts.slice(middle), operator)})`;
}

/** A `*` in a name becomes a regular expression as well. */
function isRisky(expression: Expression): boolean {
  switch (expression.kind) {
    case "all":
    case "any":
      return expression.parts.some(isRisky);
    case "not":
      return isRisky(expression.part);
    case "pattern":
      return true;
    case "field":
      return expression.tests.some((test) => test.comparison === "matches" || String(test.value).includes("*"));
    case "path":
      return expression.test?.comparison === "matches";
    default:
      return false;
  }
}

class Compiler {
  readonly #parameters: (SqlValue | NameIds)[] = [];
  readonly #database: Database;
  readonly #tests: FilterTests;
  readonly #numbers: number[] = [];
  readonly #context: FilterContext;
  readonly #zone: Zone;

  constructor(database: Database, context: FilterContext, zone: Zone) {
    this.#database = database;
    this.#tests = FilterTests.of(database);
    this.#context = context;
    this.#zone = zone;
  }

  parameters(): readonly SqlValue[] {
    return this.#parameters.map((value) => (value instanceof NameIds ? value.json() : value));
  }

  release(): void {
    this.#tests.forget(this.#numbers);
  }

  compile(expression: Expression): Condition {
    switch (expression.kind) {
      case "all":
      case "any": {
        const parts = expression.parts.map((part) => this.compile(part)).sort((a, b) => a.cost - b.cost);
        return united(parts, expression.kind === "all" ? "AND" : "OR");
      }
      case "not": {
        const { sql, cost } = this.compile(expression.part);
        return { sql: `NOT ifnull(${sql}, 0)`, cost };
      }
      case "text":
        return { sql: wordCondition(expression.text, this.#textWords), cost: costs.text };
      case "pattern":
        return { sql: patternCondition(expression.pattern, this.#textWords), cost: costs.script };
      case "time":
        return { sql: timeCondition(expression.tests, this.#zone, (value) => this.#bind(value)), cost: costs.bits };
      case "path": {
        const bind = (value: SqlValue) => this.#bind(value);
        const entry = (test: (payload: unknown) => boolean) =>
          this.#tests.entry(this.#numbers, (seq) => test(this.#context.payloadOf(seq)));
        const contains = (text: string) => this.#containment(text);
        const text = (test: (text: string) => boolean) => this.#value(test);
        return {
          sql: pathCondition(expression.path, expression.test, { bind, entry, contains, text }),
          cost: costs.json,
        };
      }
      case "field": {
        return united(
          expression.tests.map((test) => this.#field(expression.field, test)),
          "OR",
        );
      }
    }
  }

  #field(field: Extract<Expression, { kind: "field" }>["field"], test: FieldTest): Condition {
    switch (field) {
      case "dir": {
        const number = directions.indexOf(String(test.value) as "sent" | "received");
        return { sql: `e.tags >> 2 & 3 = ${Math.max(0, number)}`, cost: costs.bits };
      }
      case "kind":
        return { sql: this.#kind(nameTest(test)), cost: costs.names };
      case "channel":
        return { sql: this.#channel(nameTest(test)), cost: costs.names };
      case "stream": {
        const holds = nameTest(test);
        const decoded = this.#tests.entry(this.#numbers, (seq) => {
          const stream = this.#context.streamOf(seq);
          return stream !== undefined && holds(stream);
        });
        const written = this.#value(holds)(`json_extract(${ownText}, '$.stream_id')`);
        return {
          sql: `(e.channel IS NOT NULL AND e.tags & 3 = 0 AND CASE WHEN json_valid(${ownText}) THEN ${written} ELSE ${decoded} END)`,
          cost: costs.json,
        };
      }
      case "id":
        return { sql: this.#id(test), cost: costs.names };
      case "size":
        return { sql: this.#number("e.size", test), cost: costs.bits };
      case "session":
        return { sql: this.#number("e.connection", test), cost: costs.bits };
      case "verdict":
        return { sql: `(${isEvent} AND ${this.#verdict(test)})`, cost: costs.names };
      case "status":
        return { sql: `(${isTransport} AND ${this.#number(httpStatus, test)})`, cost: costs.json };
      case "code":
        return { sql: `(${isTransport} AND ${this.#number(closeCode, test)})`, cost: costs.json };
    }
  }

  get #textWords(): TextWords {
    return {
      contains: (text) => this.#containment(text),
      inOrder: (pieces) => this.#inOrder(pieces),
      text: (test) => this.#value(test),
      bytes: (test) => this.#tests.bytes(this.#numbers, test),
      kind: (test) => this.#kind(test),
      channel: (test) => this.#channel(test),
    };
  }

  // SQLite's LIKE knows only the case of ASCII letters, but is five times faster than asking JavaScript.
  #containment(characters: string): (expression: string) => string {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is all of ASCII but NUL.
    if (/^[\x01-\x7f]{0,10000}$/.test(characters)) {
      return this.#inOrder([characters]);
    }
    const folded = this.#bind(characters.toLowerCase());
    return (expression) => `${containsFoldedFunction}(${expression}, ${folded})`;
  }

  /** The case of letters that are not ASCII counts. */
  #inOrder(pieces: readonly string[]): (expression: string) => string {
    const pattern = this.#bind(`%${pieces.map((piece) => piece.replace(/[\\%_]/g, "\\$&")).join("%")}%`);
    return (expression) => `${expression} LIKE ${pattern} ESCAPE '\\'`;
  }

  #kind(holds: (name: string) => boolean): string {
    return `e.kind IN ${this.#ids(new NameIds(this.#database, "kinds", holds))}`;
  }

  /** As it is, or as rows show it. */
  #channel(holds: (name: string) => boolean): string {
    const either = (name: string) => holds(name) || holds(this.#context.labelChannel(name));
    // NULL, which it is without a channel, must not spread.
    return `ifnull(e.channel IN ${this.#ids(new NameIds(this.#database, "channels", either))}, 0)`;
  }

  #ids(ids: NameIds): string {
    return `(SELECT value FROM json_each(${this.#bind(ids)}))`;
  }

  #id(test: FieldTest): string {
    if (test.comparison === "is" && typeof test.value === "number") {
      const id = test.written ?? String(test.value);
      const [whole, inFront, behind] = [id, `${id}/%`, `%/${id}`].map((part) => this.#bind(part));
      return `(e.event_id = ${whole} OR e.event_id LIKE ${behind} OR e.event_id LIKE ${inFront})`;
    }
    if (test.comparison === "is" && !String(test.value).includes("*"))
      return `e.event_id = ${this.#bind(String(test.value))}`;
    if (test.comparison === "is" || test.comparison === "has" || test.comparison === "matches")
      return `(e.event_id IS NOT NULL AND ${this.#value(nameTest(test))("e.event_id")})`;
    return `(e.event_id IS NOT NULL AND ${this.#number(eventIdNumber, test)})`;
  }

  #verdict(test: FieldTest): string {
    const word = test.comparison === "is" ? String(test.value).toLowerCase() : "";
    if (word === "any") return `e.tags >> 5 & 7 >= ${levels.indexOf("warning")}`;
    const level = word === "" ? -1 : levels.indexOf(word as Level);
    return level > 0 ? `e.tags >> 5 & 7 = ${level}` : this.#kind(nameTest(test));
  }

  #number(expression: string, test: FieldTest): string {
    if (test.comparison === "matches" || test.comparison === "has")
      return this.#value(nameTest(test))(`CAST(${expression} AS TEXT)`);
    const value = this.#bind(exactNumber(Number(test.value), test.written));
    if (test.comparison === "between") {
      const to = this.#bind(exactNumber(Number(test.to), test.writtenTo));
      return `${expression} BETWEEN ${value} AND ${to}`;
    }
    const operator = { is: "=", not: "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">=" }[test.comparison];
    return `${expression} ${operator} ${value}`;
  }

  #value(test: (value: string) => boolean): (expression: string) => string {
    return this.#tests.value(this.#numbers, test);
  }

  #bind(value: SqlValue | NameIds): string {
    this.#parameters.push(value);
    return `?${this.#parameters.length + 2}`;
  }
}
