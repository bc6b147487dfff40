/**
 * What changed from one JSON value to another, as lines: what was added, removed or changed at its place, and how much
 * around it stayed. Knows nothing of the DOM.
 */
import { isRawNumber } from "../src/bridge/exact-json.ts";
import { jsonOf } from "./json-value.ts";

export interface DiffLine {
  readonly kind: "added" | "removed" | "changed" | "inside" | "same";
  readonly depth: number;
  /** Undefined for the value as a whole. */
  readonly key: string | undefined;
  /** Keys and indexes from the root; indexes are those of the later value, of what was removed those of the earlier. */
  readonly steps: readonly (string | number)[];
  readonly before?: unknown;
  readonly after?: unknown;
  /** For `same`: how many values in a row. */
  readonly count?: number;
}

export interface ValueDiff {
  readonly lines: readonly DiffLine[];
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

/** Lists longer than this are compared item by item at the same place. */
const alignedItems = 400;
const maxDepth = 100;

export function diffValues(before: unknown, after: unknown): ValueDiff {
  const lines: DiffLine[] = [];
  compare(lines, { depth: 0, key: undefined, steps: [] }, before, after);
  const count = (kind: DiffLine["kind"]) => lines.filter((line) => line.kind === kind).length;
  return { lines, added: count("added"), removed: count("removed"), changed: count("changed") };
}

interface Place {
  readonly depth: number;
  readonly key: string | undefined;
  readonly steps: readonly (string | number)[];
}

/** A child of both, of the earlier or of the later one. */
interface Pair {
  readonly step: string | number;
  readonly before?: { readonly value: unknown };
  readonly after?: { readonly value: unknown };
}

function compare(lines: DiffLine[], place: Place, before: unknown, after: unknown): void {
  if (isEqual(before, after)) {
    addSame(lines, place);
    return;
  }
  const pairs = place.depth < maxDepth ? pairsOf(before, after) : undefined;
  if (!pairs) {
    lines.push({ kind: "changed", ...place, before, after });
    return;
  }
  lines.push({ kind: "inside", ...place });
  for (const { step, before: old, after: fresh } of pairs) {
    const child = { depth: place.depth + 1, key: String(step), steps: [...place.steps, step] };
    if (old && fresh) compare(lines, child, old.value, fresh.value);
    else if (old) lines.push({ kind: "removed", ...child, before: old.value });
    else if (fresh) lines.push({ kind: "added", ...child, after: fresh.value });
  }
}

/** What stays, next to each other, is one line. */
function addSame(lines: DiffLine[], place: Place): void {
  const above = lines.at(-1);
  if (above?.kind === "same" && above.depth === place.depth)
    lines[lines.length - 1] = { ...above, count: (above.count ?? 1) + 1 };
  else lines.push({ kind: "same", ...place, count: 1 });
}

/** Undefined where the two have no children to be compared. */
function pairsOf(before: unknown, after: unknown): readonly Pair[] | undefined {
  if (Array.isArray(before) && Array.isArray(after)) return pairsOfLists(before, after);
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const pairs: Pair[] = Object.keys(after).map((step) => ({
    step,
    after: { value: after[step] },
    ...(Object.hasOwn(before, step) && { before: { value: before[step] } }),
  }));
  for (const step of Object.keys(before)) {
    if (!Object.hasOwn(after, step)) pairs.push({ step, before: { value: before[step] } });
  }
  return pairs;
}

function pairsOfLists(before: readonly unknown[], after: readonly unknown[]): readonly Pair[] {
  if (before.length > alignedItems || after.length > alignedItems) return pairsByPlace(before, after);
  const kept = longestCommon(before.map(identityOf), after.map(identityOf));
  const pairs: Pair[] = [];
  let old = 0;
  let fresh = 0;
  for (const [oldEnd, freshEnd] of [...kept, [before.length, after.length] as const]) {
    // Between two that stayed, those at the same place have changed; the rest came or went.
    for (; old < oldEnd && fresh < freshEnd; old += 1, fresh += 1)
      pairs.push({ step: fresh, before: { value: before[old] }, after: { value: after[fresh] } });
    for (; old < oldEnd; old += 1) pairs.push({ step: old, before: { value: before[old] } });
    for (; fresh < freshEnd; fresh += 1) pairs.push({ step: fresh, after: { value: after[fresh] } });
    if (oldEnd < before.length && freshEnd < after.length) {
      pairs.push({ step: freshEnd, before: { value: before[oldEnd] }, after: { value: after[freshEnd] } });
      old += 1;
      fresh += 1;
    }
  }
  return pairs;
}

function pairsByPlace(before: readonly unknown[], after: readonly unknown[]): readonly Pair[] {
  return Array.from({ length: Math.max(before.length, after.length) }, (_, step) => ({
    step,
    ...(step < before.length && { before: { value: before[step] } }),
    ...(step < after.length && { after: { value: after[step] } }),
  }));
}

/** Items that say which they are stay themselves when something in them changes. */
function identityOf(item: unknown): string {
  if (isRecord(item)) {
    const id = item.id ?? item.key ?? item.name;
    if (typeof id === "string" || typeof id === "number") return `id ${id}`;
    if (isRawNumber(id)) return `id ${id.rawJSON}`;
  }
  return jsonOf(item);
}

/** Indexes of a longest common subsequence, in order. */
function longestCommon(before: readonly string[], after: readonly string[]): (readonly [number, number])[] {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const found: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) found.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
}

function isEqual(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (isRawNumber(before) && isRawNumber(after)) return before.rawJSON === after.rawJSON;
  if (typeof before !== "object" || typeof after !== "object" || before === null || after === null) return false;
  if (Array.isArray(before) !== Array.isArray(after) || isRawNumber(before) || isRawNumber(after)) return false;
  const keys = Object.keys(before);
  return (
    keys.length === Object.keys(after).length &&
    keys.every(
      (key) =>
        Object.hasOwn(after, key) &&
        isEqual((before as Record<string, unknown>)[key], (after as Record<string, unknown>)[key]),
    )
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}
