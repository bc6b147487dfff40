/** Whether a request or a value is what a scenario asks for. Patterns are compiled when they are first looked at. */
import type { RequestHead } from "../model/frame.ts";
import { isRecord } from "../protocols/kit/json.ts";
import { requestParts } from "./request-parts.ts";
import type { DataPattern, RequestPattern, TextPattern } from "./scenario.ts";
import { compileSchema } from "./schema-test.ts";
import { compileRegex, matchesText } from "./text-pattern.ts";
import { compileWhere } from "./where.ts";

/** `door` is the path of the door that the request came through, `protocol` its protocol's id. */
export function matchesRequest(pattern: RequestPattern, request: RequestHead, door: string, protocol: string): boolean {
  if (pattern.door !== undefined && !matchesText(pattern.door, door)) return false;
  if (pattern.protocol !== undefined && pattern.protocol !== protocol) return false;
  const { query, cookies, headers, token } = requestParts(request);
  if (!haveAll(query, pattern.query) || !haveAll(cookies, pattern.cookies)) return false;
  if (!haveAll(headers, pattern.headers, (name) => name.toLowerCase())) return false;
  return pattern.token === undefined || (token !== undefined && matchesData(pattern.token, token));
}

/** One of a name's values is enough. */
function haveAll(
  values: ReadonlyMap<string, readonly string[]>,
  wanted: Readonly<Record<string, TextPattern>> = {},
  spelled: (name: string) => string = (name) => name,
): boolean {
  return Object.entries(wanted).every(([name, pattern]) =>
    (values.get(spelled(name)) ?? []).some((value) => matchesText(pattern, value)),
  );
}

type Test = (value: unknown) => boolean;

const compiled = new WeakMap<DataPattern, readonly Test[]>();

export function matchesData(pattern: DataPattern, value: unknown): boolean {
  let tests = compiled.get(pattern);
  if (!tests) {
    tests = testsOf(pattern);
    compiled.set(pattern, tests);
  }
  return tests.every((test) => test(value));
}

function testsOf({ like, where, regex, schema }: DataPattern): readonly Test[] {
  const tests: Test[] = [];
  if (like !== undefined) tests.push((value) => isLike(like, value));
  if (where !== undefined) tests.push(compileWhere(where));
  if (regex !== undefined) {
    const test = compileRegex(regex);
    tests.push((value) => test(typeof value === "string" ? value : (JSON.stringify(value) ?? "")));
  }
  if (schema !== undefined) tests.push(compileSchema(schema));
  return tests;
}

/** The value has all of this. Of a list each item is somewhere in the value's; texts are patterns. */
function isLike(wanted: unknown, value: unknown): boolean {
  if (typeof wanted === "string") return typeof value === "string" && matchesText(wanted, value);
  if (Array.isArray(wanted))
    return Array.isArray(value) && wanted.every((item) => value.some((candidate) => isLike(item, candidate)));
  if (isRecord(wanted))
    return (
      isRecord(value) &&
      Object.entries(wanted).every(([name, inner]) => Object.hasOwn(value, name) && isLike(inner, value[name]))
    );
  return wanted === value;
}
