/** Whether a name is the one that a filter means: case is ignored, `*` stands for any characters. */
import type { FieldTest } from "../filter/expression.ts";
import { compilePattern } from "../filter/pattern.ts";
import { patternTest } from "./filter-tests.ts";

export function nameTest(test: FieldTest): (name: string) => boolean {
  if (test.comparison === "matches") return patternTest(compilePattern(test.value));
  const wanted = String(test.value).toLowerCase();
  if (test.comparison === "has") return (name) => name.toLowerCase().includes(wanted);
  if (!wanted.includes("*")) return (name) => name.toLowerCase() === wanted;
  const parts = wanted.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const pattern = new RegExp(`^${parts.join("[^]*")}$`, "i");
  return (name) => pattern.test(name);
}
