/**
 * Whether what a client sent is like what was recorded, and what the recording's holes stand for then. JSON is compared
 * as values, also within strings: a client may write an identifier's members in another order, and the answer must name
 * it as the client did.
 */
import { type HoleValue, type HoleValues, holeOf, isClock, valuesIn } from "./holes.ts";
import { parseStructured } from "./json-leaves.ts";

export type RecordedValues = Readonly<Record<string, HoleValue>>;

/** Undefined where it is another message. */
export function likeness(template: string, text: string, recorded: RecordedValues): HoleValues | undefined {
  const found = new Map<string, HoleValue>();
  return isLikeText(template, text, { recorded, found, within: [] }) ? found : undefined;
}

interface Comparison {
  readonly recorded: RecordedValues;
  readonly found: Map<string, HoleValue>;
  /** Holes whose recorded value is being compared: a file may name one within itself. */
  readonly within: readonly string[];
}

function isLikeText(template: string, text: string, comparison: Comparison): boolean {
  const hole = holeOf(template, comparison.recorded);
  if (hole !== undefined) return takes(hole, text, comparison);
  if (template === text) return true;
  const expected = parseStructured(template);
  const actual = expected && parseStructured(text);
  if (actual !== undefined) return isLike(expected, actual, comparison);
  const values = valuesIn(template, text, (name) => isClock(name) || Object.hasOwn(comparison.recorded, name));
  return values?.every(([name, value]) => takes(name, value, comparison)) ?? false;
}

function isLike(expected: unknown, actual: unknown, comparison: Comparison): boolean {
  if (typeof expected === "string") {
    if (typeof actual === "string") return isLikeText(expected, actual, comparison);
    const hole = typeof actual === "number" ? holeOf(expected, comparison.recorded) : undefined;
    return hole !== undefined && takes(hole, actual as number, comparison);
  }
  if (typeof expected !== "object" || expected === null) return expected === actual;
  if (typeof actual !== "object" || actual === null || Array.isArray(expected) !== Array.isArray(actual)) return false;
  const [wanted, given] = [Object.entries(expected), new Map(Object.entries(actual))];
  return (
    wanted.length === given.size &&
    wanted.every(([key, value]) => given.has(key) && isLike(value, given.get(key), comparison))
  );
}

function takes(hole: string, value: HoleValue, comparison: Comparison): boolean {
  const { recorded, found, within } = comparison;
  if (isClock(hole)) return Number.isFinite(Number(value));
  const before = recorded[hole];
  if (typeof before === "string" && parseStructured(before) !== undefined) {
    const inner = { ...comparison, within: [...within, hole] };
    if (within.includes(hole) || typeof value !== "string" || !isLikeText(before, value, inner)) return false;
  }
  found.set(hole, value);
  return true;
}
