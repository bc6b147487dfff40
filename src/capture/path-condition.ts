/**
 * A path into the payload as SQL. A path is looked for in the message as it travelled, and in the payload that the details
 * show: for JSON texts both are within SQLite's reach (the text itself, its `message` or `data`, and `data` that is JSON in
 * a string, as Action Cable's commands carry it); for other texts and for bytes the engine decodes the payload.
 */
import type { FieldTest, PathStep, PlainValue } from "../filter/expression.ts";
import { PathTest } from "../filter/path-test.ts";
import type { SqlValue } from "./database.ts";
import { exactNumber } from "./exact-number.ts";
import { holdsUnescaped } from "./json-escapes.ts";
import { isMessage, ownText } from "./sql-words.ts";

export interface PathWords {
  bind(value: SqlValue): string;
  /** SQL that asks JavaScript about an entry's payload. */
  entry(test: (payload: unknown) => boolean): string;
  /** SQL that looks for characters, whatever their case. */
  contains(text: string): (expression: string) => string;
  /** SQL that asks JavaScript about a text. */
  text(test: (text: string) => boolean): (expression: string) => string;
}

/** Where in a message its payload may be, and what its text must have in it for that. */
const roots = [
  { path: "", name: undefined },
  { path: ".message", name: '"message"' },
  { path: ".data", name: '"data"' },
] as const;

export function pathCondition(path: readonly PathStep[], test: FieldTest | undefined, words: PathWords): string {
  const inScript = new PathTest(path, test);
  const decoded = words.entry((payload) => inScript.holds(payload));
  const name = path.findLast((step) => typeof step === "string");
  // Most texts do not have the name at all: that is told without reading them as JSON. In JSON an odd name may be escaped.
  const hasName = name === undefined ? "" : hasCharacters(name, words);
  const hasValue = test?.comparison === "is" && typeof test.value === "string" ? hasCharacters(test.value, words) : "";
  const steps = sqlitePath(path);
  const inJson =
    steps === undefined || test?.comparison === "matches"
      ? words.text((text) => rootsOf(text).some((root) => inScript.holds(root)))(ownText)
      : jsonCondition(steps, test, words);
  return `(${isMessage} AND CASE WHEN ${ownText} IS NULL THEN ${decoded}
    ELSE ${hasValue}${hasName}CASE WHEN json_valid(${ownText}) THEN ${inJson} ELSE ${decoded} END END)`;
}

/** Characters that JSON never writes in another way must be in the text as they are. */
function hasCharacters(characters: string, { bind }: PathWords): string {
  return /^[\w-]+$/.test(characters) ? `instr(${ownText}, ${bind(characters)}) > 0 AND ` : "";
}

function rootsOf(text: string): readonly unknown[] {
  const whole = parsed(text);
  if (typeof whole !== "object" || whole === null) return [whole];
  const { message, data } = whole as { readonly message?: unknown; readonly data?: unknown };
  return [whole, message, data, typeof data === "string" ? parsed(data) : undefined];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function jsonCondition(steps: string, test: FieldTest | undefined, words: PathWords): string {
  const holds = valueCondition(test, words);
  const has = (name: string) => `instr(${ownText}, '${name}') > 0`;
  const inText = roots.map(({ path, name }) => {
    const found = holds(ownText, words.bind(`$${path}${steps}`));
    return name === undefined ? found : `${has(name)} AND ${found}`;
  });
  const nested = `json_extract(${ownText}, '$.data')`;
  const inNested = `${has('"data"')} AND json_type(${ownText}, '$.data') = 'text' AND json_valid(${nested})
    AND ${holds(nested, words.bind(`$${steps}`))}`;
  return `(${[...inText, inNested].join(" OR ")})`;
}

/** The same meaning as `PathTest`, for one value. */
function valueCondition(
  test: FieldTest | undefined,
  { bind, contains, text }: PathWords,
): (json: string, path: string) => string {
  const typeOf = (json: string, path: string) => `json_type(${json}, ${path})`;
  const foundIn = (json: string, path: string) => `json_extract(${json}, ${path})`;
  if (!test || test.comparison === "matches") return (json, path) => `${typeOf(json, path)} IS NOT NULL`;
  const { comparison, value, to, written, writtenTo } = test;
  if (comparison === "has") {
    const holds = contains(String(value));
    const folded = String(value).toLowerCase();
    // Of objects and lists SQLite has the JSON as it came, with its escapes.
    const read = text((json) => holdsUnescaped(json, (unescaped) => unescaped.toLowerCase().includes(folded)));
    return (json, path) => {
      const found = foundIn(json, path);
      return `CASE ${typeOf(json, path)} WHEN 'true' THEN ${holds("'true'")} WHEN 'false' THEN ${holds("'false'")}
        WHEN 'object' THEN ${holds(found)} OR instr(${found}, '\\') > 0 AND ${read(found)}
        WHEN 'array' THEN ${holds(found)} OR instr(${found}, '\\') > 0 AND ${read(found)}
        ELSE ${holds(found)} END`;
    };
  }
  if (comparison === "is" || comparison === "not") {
    const same = sameCondition(value, written, bind);
    if (comparison === "is") return (json, path) => same(typeOf(json, path), foundIn(json, path));
    return (json, path) =>
      `(${typeOf(json, path)} IS NOT NULL AND NOT ifnull(${same(typeOf(json, path), foundIn(json, path))}, 0))`;
  }
  const types = typeof value === "number" ? "('integer', 'real')" : "('text')";
  const from = bind(sqlValue(value, written));
  const until = comparison === "between" ? bind(sqlValue(to ?? value, writtenTo)) : "";
  return (json, path) => {
    const order = comparison === "between" ? `BETWEEN ${from} AND ${until}` : `${comparison} ${from}`;
    return `(${foundIn(json, path)} ${order} AND ${typeOf(json, path)} IN ${types})`;
  };
}

function sqlValue(value: PlainValue, written: string | undefined): SqlValue {
  return typeof value === "number" ? exactNumber(value, written) : (value as SqlValue);
}

function sameCondition(
  value: string | number | boolean | null,
  written: string | undefined,
  bind: (value: SqlValue) => string,
): (type: string, value: string) => string {
  if (value === null) return (type) => `${type} = 'null'`;
  if (typeof value === "boolean") return (type) => `${type} = '${value}'`;
  const wanted = bind(sqlValue(value, written));
  // The type is looked up only where the rest holds.
  if (typeof value === "string") return (type, found) => `(${found} = ${wanted} AND ${type} = 'text')`;
  const text = bind(written ?? String(value));
  return (type, found) =>
    `(${found} IN (${wanted}, ${text}) AND (${type} IN ('integer', 'real') OR ${type} = 'text' AND ${found} = ${text}))`;
}

/** Undefined for what SQLite's paths cannot say: every element, and names with quotes in them. */
function sqlitePath(path: readonly PathStep[]): string | undefined {
  let steps = "";
  for (const step of path) {
    if (typeof step === "number") steps += `[${step}]`;
    else if (typeof step === "string" && !/["\\]/.test(step)) steps += `."${step}"`;
    else return undefined;
  }
  return steps;
}
