/** JSON Schemas in scenarios: whether one can be used, and whether a value is as it says. */
import { type Schema, Validator } from "@cfworker/json-schema";
import { isRecord } from "../protocols/kit/json.ts";
import { faultOfRegex } from "./text-pattern.ts";

/** Why a schema cannot be used, as a sentence; undefined when it can. */
export function faultOfSchema(schema: unknown): string | undefined {
  if (!isRecord(schema) && typeof schema !== "boolean") return "A JSON Schema is an object, such as { type: object }.";
  const fault = faultWithin(schema);
  if (fault !== undefined) return fault;
  try {
    // A reference that leads nowhere is found only once somebody follows it.
    new Validator(schema as Schema, "2020-12").validate({});
    return undefined;
  } catch (error) {
    return `This JSON Schema cannot be used: ${error instanceof Error ? error.message.replace(/\.$/, "") : String(error)}.`;
  }
}

/** What cannot be used fits nothing: the reader has said so before. */
export function compileSchema(schema: unknown): (value: unknown) => boolean {
  if (faultOfSchema(schema) !== undefined) return () => false;
  const validator = new Validator(schema as Schema, "2020-12");
  return (value) => {
    try {
      return validator.validate(value).valid;
    } catch {
      return false;
    }
  };
}

const types = ["array", "boolean", "integer", "null", "number", "object", "string"];

/** Deeper ones would only be found in a file that means harm; there the rest is not looked at. */
const deepest = 50;

/** What the validator would take without a word: types that there are not, expressions that cannot be used. */
function faultWithin(schema: unknown, depth = 0): string | undefined {
  if (typeof schema !== "object" || schema === null || depth > deepest) return undefined;
  for (const [name, value] of Object.entries(schema)) {
    const strange = name === "type" ? namedTypes(value).find((type) => !types.includes(type)) : undefined;
    if (strange !== undefined) return `JSON Schema has no type "${strange}". There are ${types.join(", ")}.`;
    const expressions = name === "patternProperties" && isRecord(value) ? Object.keys(value) : [];
    if (name === "pattern" && typeof value === "string") expressions.push(value);
    for (const expression of expressions) {
      const fault = faultOfRegex(expression);
      if (fault !== undefined) return fault;
    }
    const fault = faultWithin(value, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Under `properties` there may be one that is called `type`: then this is a schema of its own. */
function namedTypes(value: unknown): readonly string[] {
  return [value].flat().filter((type) => typeof type === "string");
}
