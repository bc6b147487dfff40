/** What differs between two JSON values, as paths with both sides. Costs no more than a stated number of steps. */
import { compactJson, isRecord } from "../kit/json.ts";
import { guessId } from "./items.ts";

export interface Change {
  readonly kind: "added" | "removed" | "changed";
  /** As in JSONPath: `$.users[3].name`; list items with an id are named by it: `$.users[id=7].name`. */
  readonly path: string;
  /** One side for `added` and `removed`; `from → to` for `changed`. */
  readonly text: string;
}

export interface Diff {
  readonly changes: readonly Change[];
  /** False when there was more than what is listed or looked at. */
  readonly isComplete: boolean;
}

const maxChanges = 50;
const maxSteps = 50_000;
const maxDepth = 64;
const valueLength = 60;

export function diffJson(before: unknown, after: unknown): Diff {
  const walk = new Walk();
  walk.compare("$", before, after, 0);
  return { changes: walk.changes, isComplete: walk.isComplete };
}

class Walk {
  readonly changes: Change[] = [];
  isComplete = true;
  #steps = 0;

  compare(path: string, before: unknown, after: unknown, depth: number): void {
    if (before === after || !this.#mayGoOn(depth)) return;
    if (Array.isArray(before) && Array.isArray(after)) this.#compareLists(path, before, after, depth);
    else if (isRecord(before) && isRecord(after)) this.#compareRecords(path, before, after, depth);
    else this.#add("changed", path, `${shown(before)} → ${shown(after)}`);
  }

  #compareRecords(path: string, before: Record<string, unknown>, after: Record<string, unknown>, depth: number): void {
    for (const key of Object.keys(before)) {
      const inside = member(path, key);
      if (Object.hasOwn(after, key)) this.compare(inside, before[key], after[key], depth + 1);
      else this.#add("removed", inside, shown(before[key]));
    }
    for (const key of Object.keys(after))
      if (!Object.hasOwn(before, key)) this.#add("added", member(path, key), shown(after[key]));
  }

  #compareLists(path: string, before: readonly unknown[], after: readonly unknown[], depth: number): void {
    const known = byId(before);
    const now = byId(after);
    if (known && now) {
      for (const [id, item] of known) {
        if (now.has(id)) this.compare(`${path}[id=${id}]`, item, now.get(id), depth + 1);
        else this.#add("removed", `${path}[id=${id}]`, shown(item));
      }
      for (const [id, item] of now) if (!known.has(id)) this.#add("added", `${path}[id=${id}]`, shown(item));
      return;
    }
    const shared = Math.min(before.length, after.length);
    for (let i = 0; i < shared; i += 1) this.compare(`${path}[${i}]`, before[i], after[i], depth + 1);
    for (let i = shared; i < before.length; i += 1) this.#add("removed", `${path}[${i}]`, shown(before[i]));
    for (let i = shared; i < after.length; i += 1) this.#add("added", `${path}[${i}]`, shown(after[i]));
  }

  #add(kind: Change["kind"], path: string, text: string): void {
    if (this.changes.length >= maxChanges) this.isComplete = false;
    else this.changes.push({ kind, path, text });
  }

  #mayGoOn(depth: number): boolean {
    this.#steps += 1;
    const may = this.#steps <= maxSteps && depth <= maxDepth && this.changes.length < maxChanges;
    if (!may) this.isComplete = false;
    return may;
  }
}

function member(path: string, key: string): string {
  return path + (/^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
}

/** Undefined unless every item has an id of its own. */
function byId(items: readonly unknown[]): Map<string, unknown> | undefined {
  const found = new Map<string, unknown>();
  for (const item of items) {
    const id = guessId(item);
    if (id === undefined || found.has(id)) return undefined;
    found.set(id, item);
  }
  return found.size === 0 ? undefined : found;
}

function shown(value: unknown): string {
  return compactJson(value, valueLength);
}
