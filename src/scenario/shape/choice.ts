/** For objects of which exactly one name says what they are: one verb a fault, one event a trigger. */
import type * as z from "zod";

type Issues = z.core.ParsePayload["issues"];

/** The name that is given; undefined, with a sentence among the issues, where there is none or more than one. */
export function onlyOne<T extends object, N extends keyof T & string>(
  value: T,
  names: readonly N[],
  issues: Issues,
  what: string,
): N | undefined {
  const given = names.filter((name) => value[name] !== undefined);
  const [first, second] = given;
  if (first !== undefined && second === undefined) return first;
  if (second === undefined)
    issues.push({ code: "custom", message: `Say ${what}: one of ${names.join(", ")}.`, input: value });
  else refuseName(issues, value, second, `Either "${first}" or "${second}" says ${what}, not both. Remove one.`);
  return undefined;
}

/** The fault is the name, not its value. */
export function refuseName(issues: Issues, input: unknown, name: string, message: string): void {
  issues.push({ code: "custom", message, path: [name], params: { isName: true }, input });
}
