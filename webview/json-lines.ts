/**
 * Which lines of a JSON tree are to be seen: what is folded costs nothing, and what has very many children shows them in
 * chunks that open one by one. Knows nothing of the DOM.
 */
import { isRawNumber } from "../src/bridge/exact-json.ts";

/** Children shown in one go; more are shown as chunks of so many, or of so many chunks. */
const chunkSize = 100;
/** What is small unfolds by itself, down to here. */
const openDepth = 3;
const openObjectSize = 24;
const openListSize = 8;
/** More lines than this are not unfolded at once, however many are asked for. */
const expandedLines = 2_000;

export type ValueKind = "string" | "number" | "boolean" | "null" | "object" | "list" | "chunk";

export interface TreeLine {
  /** Unique in its tree: the keys from the root, as a JSON Pointer (RFC 6901); of a chunk, its parent's and a range. */
  readonly path: string;
  readonly depth: number;
  /** Keys and indexes from the root; of a chunk, its parent's. */
  readonly steps: readonly (string | number)[];
  /** Undefined for the root. */
  readonly key: string | undefined;
  readonly value: unknown;
  readonly kind: ValueKind;
  /** Children of an object, a list or a chunk; 0 for other values. */
  readonly size: number;
  readonly open: boolean;
}

/** What a person folded and unfolded, by path. */
export type TreeShape = ReadonlyMap<string, boolean>;

export function treeLines(root: unknown, shape: TreeShape): readonly TreeLine[] {
  const lines: TreeLine[] = [];
  add(lines, shape, { path: "", steps: [], key: undefined, value: root }, 0);
  return lines;
}

/** What has to be open, and what closed, so that a line shows just so many levels below it. */
export interface Expansion {
  readonly open: readonly string[];
  readonly closed: readonly string[];
  /** False: it stops above a level that would make more than some 2 000 lines. */
  readonly complete: boolean;
}

export function expansionOf(line: Pick<TreeLine, "path" | "steps" | "key" | "value">, levels: number): Expansion {
  const open: string[] = [];
  let level: readonly Node[] = [line];
  let lines = 0;
  let depth = 0;
  let complete = true;
  for (; depth < levels && level.length > 0; depth += 1) {
    const nested = level.filter(({ value }) => sizeOf(value) > 0);
    const next = nested.flatMap(childrenOf);
    lines += next.length;
    if (lines > expandedLines && depth > 0) {
      complete = false;
      break;
    }
    open.push(...nested.map(({ path }) => path));
    level = next;
  }
  const closed = level.filter(({ value }) => sizeOf(value) > 0).map(({ path }) => path);
  return { open, closed, complete };
}

function kindOf(value: unknown): ValueKind {
  if (value === null || value === undefined) return "null";
  if (isRawNumber(value) || typeof value === "number") return "number";
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "boolean";
  if (value instanceof Chunk) return "chunk";
  return Array.isArray(value) ? "list" : "object";
}

/** Some of the children of something large: `from` to `to`, not including it. */
class Chunk {
  readonly of: object;
  readonly from: number;
  readonly to: number;
  constructor(of: object, from: number, to: number) {
    this.of = of;
    this.from = from;
    this.to = to;
  }
}

interface Node {
  readonly path: string;
  readonly steps: readonly (string | number)[];
  readonly key: string | undefined;
  readonly value: unknown;
}

function add(lines: TreeLine[], shape: TreeShape, node: Node, depth: number): void {
  const kind = kindOf(node.value);
  const size = sizeOf(node.value);
  const open = size > 0 && (shape.get(node.path) ?? (depth === 0 || opensByItself(node.value, kind, depth)));
  lines.push({ ...node, depth, kind, size, open });
  if (open) for (const child of childrenOf(node)) add(lines, shape, child, depth + 1);
}

function opensByItself(value: unknown, kind: ValueKind, depth: number): boolean {
  if (value instanceof Chunk) return value.from === 0;
  const size = sizeOf(value);
  return depth < openDepth && size <= (kind === "list" ? openListSize : openObjectSize);
}

function sizeOf(value: unknown): number {
  if (value instanceof Chunk) return value.to - value.from;
  if (Array.isArray(value)) return value.length;
  return kindOf(value) === "object" ? keysOf(value as object).length : 0;
}

function childrenOf({ path, steps, value }: Node): readonly Node[] {
  if (typeof value !== "object" || value === null || isRawNumber(value)) return [];
  const [of, from, to] = value instanceof Chunk ? [value.of, value.from, value.to] : [value, 0, sizeOf(value)];
  const parent = value instanceof Chunk ? path.slice(0, path.lastIndexOf("/")) : path;
  if (to - from > chunkSize) return chunksOf(of, from, to, parent, steps);
  const children: Node[] = [];
  if (Array.isArray(of))
    for (let index = from; index < to; index += 1)
      children.push({ path: `${parent}/${index}`, steps: [...steps, index], key: String(index), value: of[index] });
  else
    for (const key of keysOf(of).slice(from, to)) {
      const step = key.replaceAll("~", "~0").replaceAll("/", "~1");
      children.push({
        path: `${parent}/${step}`,
        steps: [...steps, key],
        key,
        value: (of as Record<string, unknown>)[key],
      });
    }
  return children;
}

/** At most a hundred of them, of a hundred children each, or of a hundred times as many. */
function chunksOf(of: object, from: number, to: number, parent: string, steps: Node["steps"]): readonly Node[] {
  let size = chunkSize;
  while ((to - from) / size > chunkSize) size *= chunkSize;
  const chunks: Node[] = [];
  for (let start = from; start < to; start += size) {
    const end = Math.min(start + size, to);
    // A pointer with a "~" and no digit of an escape after it is not valid, so no key can take this path.
    const path = `${parent}/~${start}-${end}`;
    chunks.push({ path, steps, key: `${start} … ${end - 1}`, value: new Chunk(of, start, end) });
  }
  return chunks;
}

/** Large objects are asked for their keys again with each drawing. */
const knownKeys = new WeakMap<object, readonly string[]>();

function keysOf(value: object): readonly string[] {
  const known = knownKeys.get(value);
  if (known) return known;
  const keys = Object.keys(value);
  knownKeys.set(value, keys);
  return keys;
}
