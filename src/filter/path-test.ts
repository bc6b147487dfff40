/** Whether a value has, along a path, what a filter asks for. The meaning that SQL must have as well. */
import type { FieldTest, PathStep, PlainValue } from "./expression.ts";
import { compilePattern } from "./pattern.ts";

/** More than so many values along one path are not looked at. */
const maxValues = 10_000;

export class PathTest {
  readonly #path: readonly PathStep[];
  readonly #holds: (value: unknown) => boolean;

  constructor(path: readonly PathStep[], test: FieldTest | undefined) {
    this.#path = path;
    this.#holds = test ? comparerOf(test) : () => true;
  }

  /** Some value along the path passes; where there is none, nothing does. */
  holds(payload: unknown): boolean {
    let values: unknown[] = [payload];
    for (const step of this.#path) {
      const next: unknown[] = [];
      for (const value of values) {
        for (const inner of stepInto(value, step)) if (next.length < maxValues) next.push(inner);
      }
      values = next;
    }
    return values.some(this.#holds);
  }
}

function stepInto(value: unknown, step: PathStep): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (typeof step === "object") return Object.values(value);
  if (typeof step === "number") return Array.isArray(value) && step < value.length ? [value[step]] : [];
  return !Array.isArray(value) && Object.hasOwn(value, step)
    ? [(value as Readonly<Record<string, unknown>>)[step]]
    : [];
}

function comparerOf(test: FieldTest): (value: unknown) => boolean {
  if (test.comparison === "matches") {
    const pattern = compilePattern(test.value);
    return (value) => isScalar(value) && pattern.test(textOf(value));
  }
  const { comparison, value: wanted, to, written } = test;
  switch (comparison) {
    case "has": {
      const part = String(wanted).toLowerCase();
      return (value) => value !== null && textOf(value).toLowerCase().includes(part);
    }
    case "is":
      return (value) => isSame(value, wanted, written);
    case "not":
      return (value) => !isSame(value, wanted, written);
    case "between":
      return (value) =>
        compare(value, wanted, (order) => order >= 0) && compare(value, to ?? wanted, (order) => order <= 0);
    case "<":
      return (value) => compare(value, wanted, (order) => order < 0);
    case "<=":
      return (value) => compare(value, wanted, (order) => order <= 0);
    case ">":
      return (value) => compare(value, wanted, (order) => order > 0);
    case ">=":
      return (value) => compare(value, wanted, (order) => order >= 0);
  }
}

/** Strings by their case as well: a payload's values are data. `*` stands for itself. */
function isSame(value: unknown, wanted: PlainValue, written: string | undefined): boolean {
  // People write `= 42` for "42" too, since a tree does not always show the difference.
  if (typeof value === "string" && typeof wanted === "number") return value === (written ?? String(wanted));
  return value === wanted;
}

/** Numbers with numbers, strings with strings (ISO dates are in order). */
function compare(value: unknown, wanted: PlainValue, fits: (order: number) => boolean): boolean {
  if (typeof value === "number" && typeof wanted === "number") return fits(value - wanted);
  if (typeof value === "string" && typeof wanted === "string")
    return fits(value < wanted ? -1 : value > wanted ? 1 : 0);
  return false;
}

function isScalar(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
