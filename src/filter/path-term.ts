/** Reads `$.path = value`: a path into the payload and what is compared with, also by operators that other languages have. */
import type { Expression, FieldTest } from "./expression.ts";
import type { Operator } from "./fields.ts";
import { readPath } from "./path.ts";
import { takePattern } from "./pattern.ts";
import { readPathTest } from "./plain.ts";
import type { Reader } from "./reader.ts";

interface PathOperator {
  readonly operator: Operator;
  readonly isNegated: boolean;
}

/** Of two that begin alike the longer one first. */
const written: readonly (readonly [characters: string, operator: Operator, isNegated?: boolean])[] = [
  ["===", "="],
  ["!==", "=", true],
  ["==", "="],
  ["=~", "~"],
  ["!=", "=", true],
  ["<>", "=", true],
  ["!~", "~", true],
  ["<=", "<="],
  [">=", ">="],
  ["=", "="],
  ["~", "~"],
  ["<", "<"],
  [">", ">"],
];

/** The reader stands at the `$`. Undefined, and a fault, where something is missing. */
export function readPathTerm(reader: Reader): Expression | undefined {
  const from = reader.at;
  const path = readPath(reader);
  reader.token("path", from);
  const afterPath = reader.at;
  reader.skipSpace();
  const operatorAt = reader.at;
  const found = readPathOperator(reader);
  if (found === undefined) {
    reader.at = afterPath;
    return { kind: "path", path, test: undefined, from, to: afterPath };
  }
  const { operator, isNegated } = found;
  const afterOperator = reader.at;
  reader.skipSpace();
  const test = readValue(reader, operator);
  const place = { from, to: reader.at };
  if (!isNegated || !test) return test && { kind: "path", path, test, ...place };
  if (test.comparison === "is") return { kind: "path", path, test: { ...test, comparison: "not" }, ...place };
  const anything: Expression = { kind: "path", path, test: undefined, ...place };
  const part: Expression = { kind: "path", path, test, ...place };
  if (operator === "~") return { kind: "all", parts: [anything, { kind: "not", part, ...place }], ...place };
  reader.fault("!= takes one value: write -($.path = …) for what is not like that.", operatorAt, afterOperator);
  return undefined;
}

/** Undefined where there is none. */
function readPathOperator(reader: Reader): PathOperator | undefined {
  const from = reader.at;
  const [slip] = /^=[<>](?=[\s\d.+-])/.exec(reader.text.slice(from)) ?? [];
  for (const [characters, operator, isNegated = false] of written) {
    if (!reader.take(characters)) continue;
    if (slip) {
      reader.at = from + slip.length;
      reader.fault(`There is no ${slip}: write ${slip[1]}=.`, from);
    }
    reader.token("operator", from);
    return { operator, isNegated };
  }
  return undefined;
}

function readValue(reader: Reader, operator: Operator): FieldTest | undefined {
  const from = reader.at;
  const pattern = operator === "~" || operator === "=" ? takePattern(reader) : undefined;
  if (pattern) return { comparison: "matches", value: pattern };
  const isQuoted = reader.isAtQuote;
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
