/** Reads `field:value,value`: the values of one field, each with the operator before it. */
import type { Expression, FieldTest, TimeTest } from "./expression.ts";
import { type FieldInfo, fieldInfo, fieldNamed, type Operator, readTest } from "./fields.ts";
import { takePattern } from "./pattern.ts";
import type { Reader } from "./reader.ts";
import { readTimeTest } from "./time-test.ts";

/** Undefined where none begins. `hasRoom` is asked for each value after the first. */
export function readField(reader: Reader, hasRoom: () => boolean): Expression | undefined {
  const from = reader.at;
  const written = /^[a-z]+(?=:)/i.exec(reader.text.slice(from, from + 40))?.[0];
  const name = written === undefined ? undefined : fieldNamed(written);
  if (written === undefined || name === undefined) return undefined;
  reader.at += written.length + 1;
  reader.token("field", from);
  const info = fieldInfo(name);
  const tests: FieldTest[] = [];
  const times: TimeTest[] = [];
  do {
    refuseNot(reader, info);
    if (name === "time") readTime(reader, info, times);
    else readValue(reader, info, tests);
  } while (reader.take(",") && hasRoom());
  const place = { from, to: reader.at };
  return name === "time" ? { kind: "time", tests: times, ...place } : { kind: "field", field: name, tests, ...place };
}

/** `status:!=200` */
function refuseNot(reader: Reader, { name }: FieldInfo): void {
  const from = reader.at;
  const isNot = reader.take("!") || reader.take("=!");
  if (!isNot) return;
  reader.fault(
    `What is not to be so has a - before its field: write -${name}:… here, or quote what begins with !.`,
    from,
  );
}

function readOperator(reader: Reader): Operator | undefined {
  const from = reader.at;
  const operator = (["<=", ">=", "<", ">", "=", "~"] as const).find((characters) => reader.take(characters));
  reader.token("operator", from);
  return operator;
}

interface Operand {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** One written value: quoted, or up to a space or comma. Undefined, and a fault, when there is none. */
function readOperand(reader: Reader, info: FieldInfo): Operand | undefined {
  const from = reader.at;
  const isQuoted = reader.isAtQuote;
  let text = isQuoted ? reader.quoted().text : reader.word(",");
  // Rows show times and sizes with a space in them.
  while (!isQuoted && info.goesOn?.test(`${text}\n${reader.text.slice(reader.at)}`)) {
    reader.skipSpace();
    text += ` ${reader.word(",")}`;
  }
  reader.token("value", from);
  if (reader.at > from) return { text, isQuoted };
  reader.fault(`Something must come after ${info.name}:, such as ${info.example}.`, Math.max(0, from - 1), from);
  return undefined;
}

function readValue(reader: Reader, info: FieldInfo, tests: FieldTest[]): void {
  const operator = readOperator(reader);
  const from = reader.at;
  const pattern = info.takes === "direction" ? undefined : takePattern(reader, ",");
  if (pattern) {
    if (operator !== undefined && operator !== "=" && operator !== "~")
      reader.fault(`A regular expression has no order: write it without the ${operator}.`, from);
    tests.push({ comparison: "matches", value: pattern });
    return;
  }
  const operand = readOperand(reader, info);
  if (!operand) return;
  const test = readTest(info, operator, operand.text, operand.isQuoted);
  if (typeof test === "string") reader.fault(test, from);
  else tests.push(test);
}

function readTime(reader: Reader, info: FieldInfo, tests: TimeTest[]): void {
  const operator = readOperator(reader);
  const from = reader.at;
  const operand = readOperand(reader, info);
  if (!operand) return;
  const test = readTimeTest(operator, operand.text);
  if (typeof test === "string") reader.fault(test, from);
  else tests.push(test);
}
