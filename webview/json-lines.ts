/**
 * Which lines of a JSON tree are to be seen: what is folded costs nothing, and long lists come in pages.
 * Knows nothing of the DOM.
 */
import { ExactNumber } from "./json-value.ts";

/** Children shown of one object or list until more are asked for. */
export const pageSize = 100;
/** Objects unfold by themselves down to here, if they are small; lists only when their items need no unfolding. */
const openDepth = 3;
const openSize = 24;

export type ValueKind = "string" | "number" | "boolean" | "null" | "object" | "list";

export interface TreeLine {
  /** Unique in its tree: the keys from the root, as a JSON Pointer (RFC 6901). */
  readonly path: string;
  readonly depth: number;
  /** Undefined for the root. */
  readonly key: string | undefined;
  readonly value: unknown;
  readonly kind: ValueKind;
  /** Children of an object or a list; 0 for other values. */
  readonly size: number;
  readonly open: boolean;
  /** Set on the line that stands for the children that are not shown: how many. */
  readonly more?: number;
}

/** What a person folded, unfolded and paged, by path. */
export interface TreeShape {
  readonly open: ReadonlyMap<string, boolean>;
  readonly pages: ReadonlyMap<string, number>;
}

export function treeLines(root: unknown, shape: TreeShape): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  add(lines, shape, "", 0, undefined, root);
  return lines;
}

function kindOf(value: unknown): ValueKind {
  if (value === null || value === undefined) return "null";
  if (value instanceof ExactNumber || typeof value === "number") return "number";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  return Array.isArray(value) ? "list" : "object";
}

function opensByItself(kind: ValueKind, entries: readonly (readonly [string, unknown])[]): boolean {
  if (entries.length > openSize) return false;
  return kind === "object" || entries.every(([, item]) => typeof item !== "object" || item === null);
}

function add(
  lines: TreeLine[],
  shape: TreeShape,
  path: string,
  depth: number,
  key: string | undefined,
  value: unknown,
): void {
  const kind = kindOf(value);
  const entries = kind === "object" || kind === "list" ? Object.entries(value as object) : [];
  const size = entries.length;
  const open =
    size > 0 && (shape.open.get(path) ?? (depth === 0 || (depth < openDepth && opensByItself(kind, entries))));
  lines.push({ path, depth, key, value, kind, size, open });
  if (!open) return;
  const shown = Math.min(size, (shape.pages.get(path) ?? 1) * pageSize);
  for (const [childKey, child] of entries.slice(0, shown))
    add(lines, shape, `${path}/${childKey.replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1, childKey, child);
  if (shown < size) {
    // A pointer with a trailing "~" is not valid, so no key can take this path.
    const rest = { key: undefined, value: undefined, kind: "null", size: 0, open: false, more: size - shown } as const;
    lines.push({ path: `${path}/~`, depth: depth + 1, ...rest });
  }
}
