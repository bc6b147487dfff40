/** What the shape finds wrong, as sentences that say what to do. Knows no file. */
import type * as z from "zod";

type Issue = z.core.$ZodIssue;
export type Path = readonly PropertyKey[];

export interface ShapeFault {
  readonly message: string;
  readonly path: Path;
  /** The fault is the name at the end of the path, not its value. */
  readonly isName?: true;
}

export function faultsOf(shape: z.ZodType, value: unknown, at: Path = []): readonly ShapeFault[] {
  const { error } = shape.safeParse(value);
  return (error?.issues ?? []).flatMap((issue) => sentences(issue, shape, at));
}

function sentences(issue: Issue, shape: z.ZodType, at: Path): readonly ShapeFault[] {
  const path = [...at, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const known = namesAt(shape, issue.path);
    return issue.keys.map((key) => ({ message: unknownName(key, known), path: [...path, key], isName: true }));
  }
  return [{ message: sentence(issue), path }];
}

function sentence(issue: Issue): string {
  const name = nameOf(issue.path);
  switch (issue.code) {
    case "invalid_type":
      return /received undefined/.test(issue.message)
        ? `${name} is missing. Add it.`
        : `${name} has to be ${kinds[issue.expected] ?? issue.expected}.`;
    case "invalid_value": {
      const listed = issue.values.map(String).join(", ");
      return /received undefined/.test(issue.message)
        ? `${name} is missing. It is one of ${listed}.`
        : `${name} is one of ${listed}.`;
    }
    case "too_small":
      return issue.origin === "string"
        ? `${name} is empty. Fill it in.`
        : `${name} has to be above ${Number(issue.minimum)}.`;
    case "invalid_union":
      return issue.message === "Invalid input" ? `${name} is missing. Add it.` : issue.message;
    default:
      return issue.message;
  }
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  object: "an object: { … }",
  record: "an object: { … }",
  array: "a list: [ … ]",
};

function nameOf(path: Path): string {
  const last = path.at(-1);
  return typeof last === "string" ? `"${last}"` : "This";
}

export function unknownName(name: string, known: readonly string[]): string {
  const meant = closest(name, known);
  const help = meant === undefined ? `Known here: ${known.join(", ")}.` : `Did you mean "${meant}"?`;
  return `There is no "${name}" here. ${known.length === 0 ? "Remove it." : help}`;
}

/** The known name that differs by at most two keystrokes. */
export function closest(name: string, known: readonly string[]): string | undefined {
  const ranked = known.map((candidate) => [distance(name.toLowerCase(), candidate.toLowerCase()), candidate] as const);
  const [best] = ranked.sort(([a], [b]) => a - b);
  return best !== undefined && best[0] <= Math.min(2, best[1].length - 1) ? best[1] : undefined;
}

/** Levenshtein's. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row.at(-1) as number;
}

/** The names that the shape has at a place. */
function namesAt(shape: z.ZodType, path: Path): readonly string[] {
  let here: unknown = shape;
  for (const step of path) here = inside(unwrapped(here), step);
  const { def } = internals(unwrapped(here));
  return def.type === "object" ? Object.keys(def.shape) : [];
}

interface Internals {
  readonly def: {
    readonly type: string;
    readonly shape: Readonly<Record<string, unknown>>;
    readonly element?: unknown;
    readonly innerType?: unknown;
    readonly options?: readonly unknown[];
  };
}

function internals(shape: unknown): Internals {
  return (shape as { readonly _zod: Internals } | undefined)?._zod ?? { def: { type: "unknown", shape: {} } };
}

function unwrapped(shape: unknown): unknown {
  const { def } = internals(shape);
  if (def.type === "optional") return unwrapped(def.innerType);
  if (def.type === "union") return def.options?.find((option) => internals(option).def.type === "object");
  return shape;
}

function inside(shape: unknown, step: PropertyKey): unknown {
  const { def } = internals(shape);
  return def.type === "array" ? def.element : def.shape?.[String(step)];
}
