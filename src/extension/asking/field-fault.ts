/** What is wrong with what was typed into a field, as far as its type alone can tell. Pure. */
import type { Field } from "../../model/form.ts";

/** A sentence for the person, or undefined when nothing is wrong. */
export function fault(field: Field, typed: string): string | undefined {
  if (typed.trim() === "") return field.required ? `${field.label} is needed${example(field)}` : undefined;
  if (field.type === "json") return jsonFault(typed, field);
  return undefined;
}

function jsonFault(typed: string, field: Field): string | undefined {
  try {
    JSON.parse(typed);
    return undefined;
  } catch (error) {
    return `Not JSON: ${(error as Error).message}${example(field)}`;
  }
}

function example(field: Field): string {
  return field.placeholder ? `, for example ${field.placeholder}` : "";
}
