/** What a shape finds wrong with what a person wrote, as sentences that say what to do. Knows no file and no shape. */
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
  if (issue.code === "custom" && issue.params?.isName === true) return [{ message: issue.message, path, isName: true }];
  const meant = issue.code === "invalid_union" ? meantBranch(issue) : undefined;
  if (meant) {
    const [branch, option] = meant;
    const inner = (internals(unwrappedUnion(shapeAt(shape, issue.path))).def.options ?? [])[option] as
      | z.ZodType
      | undefined;
    return branch.flatMap((each) => sentences(each, inner ?? shape, path));
  }
  return [{ message: sentence(issue), path }];
}

type UnionIssue = Extract<Issue, { code: "invalid_union" }>;

/** The one alternative that the value has the kind of, with its place; undefined where it has none's or several's. */
function meantBranch({ errors }: UnionIssue): readonly [issues: readonly Issue[], option: number] | undefined {
  const fitting = errors.flatMap((issues, option) => (issues.some(isOtherKind) ? [] : [[issues, option] as const]));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The value is not even of the kind that was asked for. */
function isOtherKind(issue: Issue): boolean {
  if (issue.path.length > 0) return false;
  if (issue.code === "invalid_union") return issue.errors.every((issues) => issues.some(isOtherKind));
  return issue.code === "invalid_type" || issue.code === "invalid_value";
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
      if (issue.values.length === 1 && issue.message.startsWith("Invalid input"))
        return `${name} can only be ${listed}.`;
      return /received undefined/.test(issue.message)
        ? `${name} is missing. It is one of ${listed}.`
        : `${name} is one of ${listed}.`;
    }
    case "too_small":
      if (!issue.message.startsWith("Too small")) return issue.message;
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
  const { def } = internals(unwrapped(shapeAt(shape, path)));
  return def.type === "object" ? Object.keys(def.shape) : [];
}

function shapeAt(shape: z.ZodType, path: Path): unknown {
  return path.reduce<unknown>((here, step) => inside(unwrapped(here), step), shape);
}

interface Internals {
  readonly def: {
    readonly type: string;
    readonly shape: Readonly<Record<string, unknown>>;
    readonly element?: unknown;
    readonly innerType?: unknown;
    readonly valueType?: unknown;
    readonly in?: unknown;
    readonly options?: readonly unknown[];
  };
}

function internals(shape: unknown): Internals {
  return (shape as { readonly _zod: Internals } | undefined)?._zod ?? { def: { type: "unknown", shape: {} } };
}

/** Of alternatives the one that has names. */
function unwrapped(shape: unknown): unknown {
  const inner = unwrappedUnion(shape);
  const { def } = internals(inner);
  if (def.type !== "union") return inner;
  const options = (def.options ?? []).map(unwrapped);
  return options.find((option) => ["object", "record", "array"].includes(internals(option).def.type));
}

function unwrappedUnion(shape: unknown): unknown {
  const { def } = internals(shape);
  if (def.type === "optional" || def.type === "default") return unwrappedUnion(def.innerType);
  return def.type === "pipe" ? unwrappedUnion(def.in) : shape;
}

function inside(shape: unknown, step: PropertyKey): unknown {
  const { def } = internals(shape);
  if (def.type === "array") return def.element;
  return def.type === "record" ? def.valueType : def.shape?.[String(step)];
}
