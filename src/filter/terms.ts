/** Writes terms of the filter language: "filter by this value", and what was added or taken away again. */
import type { FieldName, PathStep, PlainValue } from "./expression.ts";
import { parseFilter } from "./parse.ts";
import { printPath } from "./path.ts";
import { quote } from "./quote.ts";

/** Names of which an unquoted part is enough. */
const partial: readonly FieldName[] = ["channel", "stream"];

/** `kind:ping`, `channel:"ChatChannel 42"`. */
export function fieldTerm(field: FieldName, value: string | number): string {
  const text = String(value);
  const isPlain = /^[\w.:@+-][\w./:@+-]*$/.test(text) && !text.includes("..") && !partial.includes(field);
  return `${field}:${isPlain ? text : quote(text)}`;
}

/** `$.user.id = 42`. */
export function pathTerm(path: readonly PathStep[], value: PlainValue): string {
  const text = typeof value === "string" ? quote(value) : String(value);
  return `${printPath(path)} = ${text}`;
}

export function negatedTerm(term: string): string {
  const { expression } = parseFilter(term);
  return expression?.kind === "any" || expression?.kind === "all" ? `-(${term})` : `-${term}`;
}

/** The filter with this term as well; as it is when the term stands in it already. */
export function addTerm(filter: string, term: string): string {
  const text = filter.trim();
  if (text === "") return term;
  if (findTerm(text, term) !== undefined) return text;
  // `a or b` and another term: both must hold.
  return parseFilter(text).expression?.kind === "any" && !/^\(.*\)$/s.test(text)
    ? `(${text}) ${term}`
    : `${text} ${term}`;
}

/** The filter without this term, where it stands in it as a part of its own. */
export function removeTerm(filter: string, term: string): string {
  const at = findTerm(filter, term);
  if (at === undefined) return filter;
  return `${filter.slice(0, at).trimEnd()} ${filter.slice(at + term.length).trimStart()}`.trim();
}

export function hasTerm(filter: string, term: string): boolean {
  return findTerm(filter, term) !== undefined;
}

function findTerm(filter: string, term: string): number | undefined {
  const { expression } = parseFilter(filter);
  const parts = expression?.kind === "all" ? expression.parts : expression ? [expression] : [];
  return parts.find(({ from, to }) => filter.slice(from, to) === term)?.from;
}
