/** What a JSON schema says of one place in a document: names, values and words of explanation. Knows no document. */
import { isRecord } from "../../protocols/kit/json.ts";
import type { Path } from "../../reading/faults.ts";

export type Schema = Readonly<Record<string, unknown>>;

/** All alternatives that may stand there. */
export function schemasAt(root: Schema, path: Path): readonly Schema[] {
  return path.reduce<readonly Schema[]>((here, step) => here.flatMap((schema) => inside(schema, step)), options(root));
}

function inside(schema: Schema, step: PropertyKey): readonly Schema[] {
  if (typeof step === "number") return options(schema.items);
  const { properties, additionalProperties } = schema;
  if (isRecord(properties) && Object.hasOwn(properties, String(step))) return options(properties[String(step)]);
  return options(additionalProperties);
}

/** What is said of all alternatives is said of each. */
function options(schema: unknown): readonly Schema[] {
  if (!isRecord(schema)) return [];
  const { anyOf, ...common } = schema;
  if (!Array.isArray(anyOf)) return [schema];
  const inner = anyOf.flatMap(options);
  return [...inner, ...(isRecord(common.properties) ? [common] : [])];
}

export interface NamedPart {
  readonly name: string;
  readonly schema: Schema;
}

/** The names that an object there may have, beside those that it has. */
export function namesFor(schemas: readonly Schema[], present: readonly string[]): readonly NamedPart[] {
  const parts = new Map<string, Schema>();
  for (const { properties, exclusive } of schemas) {
    if (!isRecord(properties)) continue;
    const taken = Array.isArray(exclusive) ? exclusive.filter((group) => overlaps(group, present)).flat() : [];
    for (const [name, schema] of Object.entries(properties))
      if (!present.includes(name) && !taken.includes(name) && isRecord(schema) && !parts.has(name))
        parts.set(name, schema);
  }
  return [...parts].map(([name, schema]) => ({ name, schema }));
}

function overlaps(group: unknown, present: readonly string[]): boolean {
  return Array.isArray(group) && group.some((name) => present.includes(name));
}

/** Values that are known beforehand. */
export function valuesFor(schemas: readonly Schema[]): readonly unknown[] {
  const values = schemas.flatMap(({ enum: listed, const: only, type }) => {
    if (Array.isArray(listed)) return listed;
    if (only !== undefined) return [only];
    return type === "boolean" ? [true, false] : [];
  });
  return distinct(values);
}

/** Of a whole part: what it may look like, as its shape shows it. */
export function examplesOf(schema: unknown): readonly unknown[] {
  return isRecord(schema) && Array.isArray(schema.examples) ? schema.examples : [];
}

export function explanation(schema: unknown): string | undefined {
  if (!isRecord(schema)) return undefined;
  const { markdownDescription, description } = schema;
  const text = markdownDescription ?? description;
  return typeof text === "string" ? text : undefined;
}

/** The schema of the part itself, before its alternatives are told apart: it has the words of explanation. */
export function partAt(root: Schema, path: Path): Schema | undefined {
  const name = path.at(-1);
  if (name === undefined) return root;
  for (const schema of schemasAt(root, path.slice(0, -1))) {
    const { properties, items, additionalProperties } = schema;
    const part =
      typeof name === "number"
        ? items
        : isRecord(properties)
          ? (properties[String(name)] ?? additionalProperties)
          : additionalProperties;
    if (isRecord(part) && explanation(part) !== undefined) return part;
  }
  return undefined;
}

function distinct(values: readonly unknown[]): readonly unknown[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = JSON.stringify(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
