/** The few words of JSONPath (RFC 9535) that name one value: `$.next`, `$.items[-1].id`, `$["odd name"]`. */
import { isRecord } from "../kit/json.ts";

export type JsonPath = readonly (string | number)[];

const step = /^(?:\.([A-Za-z_][\w-]*)|\[(-?\d{1,9})\]|\["([^"\\]*)"\]|\['([^'\\]*)'\])/;

/** Undefined when the text is no such path. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith("$")) return undefined;
  const steps: (string | number)[] = [];
  let rest = text.slice(1);
  while (rest !== "") {
    const match = step.exec(rest);
    if (!match) return undefined;
    const [whole, name, index, quoted, singleQuoted] = match;
    steps.push(index === undefined ? (name ?? quoted ?? singleQuoted ?? "") : Number(index));
    rest = rest.slice(whole.length);
  }
  return steps;
}

/** The value at that path; undefined when there is none. A negative index counts from the end. */
export function valueAt(path: JsonPath, root: unknown): unknown {
  let value = root;
  for (const key of path) {
    if (typeof key === "number") value = Array.isArray(value) ? value.at(key) : undefined;
    else value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}
