/** What can be written at a place in a scenario's text: names of the language, values, and names of the file itself. */
import { isRecord } from "../../protocols/kit/json.ts";
import { type Cursor, cursorsAt } from "./cursor.ts";
import { fileNames, referencesAt } from "./references.ts";
import { examplesOf, explanation, namesFor, partAt, type Schema, schemasAt, valuesFor } from "./schema-place.ts";
import { templateSpot, templateWords } from "./template-names.ts";

export interface Completion {
  readonly label: string;
  /** What is inserted, with places to go on at as in VS Code's snippets. */
  readonly snippet: string;
  readonly kind: "name" | "value" | "reference";
  /** Markdown. */
  readonly explanation?: string | undefined;
  /** What it replaces, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
  /** Something can be picked for it as well. */
  readonly goesOn?: boolean | undefined;
}

export function complete(text: string, offset: number, schema: Schema): readonly Completion[] {
  const spot = templateSpot(text, offset);
  if (spot) {
    const { state } = fileNames(withoutLine(text, offset));
    return templateWords(spot, state).map(({ name, explanation }) => ({
      label: name,
      snippet: name,
      kind: "reference",
      explanation,
      from: spot.from,
      to: spot.to,
      goesOn: ["fake", "state", "request"].includes(name) && !spot.isFilter,
    }));
  }
  return cursorsAt(text, offset).flatMap((cursor) =>
    cursor.expects === "name" ? names(cursor, schema, text) : values(cursor, schema, text),
  );
}

function names(cursor: Cursor, schema: Schema, text: string): readonly Completion[] {
  const hasColon = /^\s*:/.test(text.slice(cursor.to));
  const parts = namesFor(schemasAt(schema, cursor.path), cursor.present);
  const own = referencesAt([...cursor.path], fileNames(withoutLine(text, cursor.from)));
  const known: readonly Completion[] = parts.map(({ name, schema: part }) => ({
    label: name,
    snippet: hasColon ? name : `${name}:${beginning(part, cursor)}`,
    kind: "name",
    explanation: explanation(part),
    from: cursor.from,
    to: cursor.to,
    goesOn: true,
  }));
  const referred: readonly Completion[] = own
    .filter((name) => !cursor.present.includes(name) && cursor.path.at(-1) === "set")
    .map((name) => ({
      label: name,
      snippet: hasColon ? name : `${name}: "{{ state.${name}$1 }}"`,
      kind: "reference",
      from: cursor.from,
      to: cursor.to,
    }));
  return [...known, ...referred];
}

/** What comes behind a name's colon, where its shape leaves little choice. */
function beginning(part: Schema, { isFlow, indent }: Cursor): string {
  const [only, ...more] = valuesFor([part]);
  if (only !== undefined && more.length === 0) return ` ${only}`;
  const example = examplesOf(part).find((value) => typeof value !== "object");
  if (example !== undefined) return ` \${1:${escaped(written(example))}}`;
  const inner = " ".repeat(indent + 2);
  const isList = part.type === "array";
  if (isFlow) return isList ? " [$0]" : " ";
  if (isList) return `\n${inner}- $0`;
  return part.type === "object" && isRecord(part.properties) ? `\n${inner}$0` : " ";
}

function values(cursor: Cursor, schema: Schema, text: string): readonly Completion[] {
  const part = partAt(schema, cursor.path);
  const own = referencesAt(cursor.path, fileNames(withoutLine(text, cursor.from)));
  const known = valuesFor(schemasAt(schema, cursor.path));
  const examples = examplesOf(part).filter((example) => !known.includes(example));
  const completion = (value: unknown, kind: Completion["kind"]): Completion => {
    const label = written(value);
    return { label, snippet: escaped(label), kind, explanation: explanation(part), from: cursor.from, to: cursor.to };
  };
  const taken = new Set<string>();
  return [
    ...own.map((name) => completion(name, "reference")),
    ...known.map((value) => completion(value, "value")),
    ...examples.map((value) => completion(value, "value")),
  ].filter(({ label }) => !taken.has(label) && taken.add(label));
}

/** On one line, as people would write it. */
export function written(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(written).join(", ")}]`;
  if (isRecord(value))
    return `{ ${Object.entries(value)
      .map(([name, inner]) => `${name}: ${written(inner)}`)
      .join(", ")} }`;
  const text = String(value);
  return typeof value === "string" && /^[*&!|>%@`{["'#?-]|: |:$|[,[\]{}]/.test(text) ? JSON.stringify(text) : text;
}

/** The snippet's own signs are no part of what is written. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** The line that is being written is seldom whole, and would spoil the reading of all others. */
function withoutLine(text: string, offset: number): string {
  const from = text.lastIndexOf("\n", offset - 1) + 1;
  const to = text.indexOf("\n", offset);
  return text.slice(0, from) + (to < 0 ? "" : text.slice(to));
}
