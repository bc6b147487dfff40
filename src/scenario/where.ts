/** Tests of JSON values in the filter language, of which only the paths mean something here: `$.user.id = 42 or -$.bot`. */
import type { Expression } from "../filter/expression.ts";
import { parseFilter } from "../filter/parse.ts";
import { PathTest } from "../filter/path-test.ts";

export interface WhereFault {
  readonly message: string;
  /** Within the text, in UTF-16 units. */
  readonly offset: number;
  readonly length: number;
}

export function faultsOfWhere(text: string): readonly WhereFault[] {
  const { expression, faults } = parseFilter(text);
  if (faults.length > 0)
    return faults.map(({ message, from, to }) => ({ message, offset: from, length: Math.max(1, to - from) }));
  if (expression) return strangers(expression);
  return [{ message: "This is empty: write a path, such as $.user.id = 42.", offset: 0, length: text.length }];
}

/** What cannot be read holds for nothing: the reader has said so before. */
export function compileWhere(text: string): (value: unknown) => boolean {
  const { expression } = parseFilter(text);
  return expression && strangers(expression).length === 0 ? testOf(expression) : () => false;
}

function strangers(expression: Expression): readonly WhereFault[] {
  switch (expression.kind) {
    case "all":
    case "any":
      return expression.parts.flatMap(strangers);
    case "not":
      return strangers(expression.part);
    case "path":
      return [];
    default:
      return [
        {
          message: "Only paths into the value can be asked for here, such as $.user.id = 42.",
          offset: expression.from,
          length: expression.to - expression.from,
        },
      ];
  }
}

function testOf(expression: Expression): (value: unknown) => boolean {
  switch (expression.kind) {
    case "all": {
      const tests = expression.parts.map(testOf);
      return (value) => tests.every((test) => test(value));
    }
    case "any": {
      const tests = expression.parts.map(testOf);
      return (value) => tests.some((test) => test(value));
    }
    case "not": {
      const test = testOf(expression.part);
      return (value) => !test(value);
    }
    case "path": {
      const test = new PathTest(expression.path, expression.test);
      return (value) => test.holds(value);
    }
    default:
      return () => false;
  }
}
