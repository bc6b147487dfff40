/** Finds the items of a reply and their ids: where a person says, or else without being told. */
import type { Values } from "../../model/form.ts";
import { isRecord } from "../kit/json.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { type JsonPath, parseJsonPath, valueAt } from "./json-path.ts";

/** What APIs call the list, most usual first. */
const listNames = ["items", "data", "messages", "events", "results", "records", "entries", "updates", "changes"];

/** What APIs call an item's own id, most usual first. */
const idNames = ["id", "_id", "uuid", "guid", "message_id", "messageId", "global_id", "globalId", "seq", "offset"];

export interface ItemPaths {
  /** From the reply to its list. */
  readonly list?: JsonPath | undefined;
  /** From an item to its id. */
  readonly id?: JsonPath | undefined;
}

export const itemSettings = ["items", "itemId"] as const;

/** Throws a `MisuseError` that names the setting. */
export function readItemPaths({ items = "", itemId = "" }: Values): ItemPaths {
  return { list: readPath("items", items.trim()), id: readPath("itemId", itemId.trim()) };
}

/** `$.data.items`, or without `$.`. */
function readPath(setting: string, text: string): JsonPath | undefined {
  if (text === "") return undefined;
  const path = parseJsonPath(text.startsWith("$") ? text : `$.${text}`);
  if (path !== undefined) return path;
  throw new MisuseError(
    `invalid-${setting}`,
    `"${text}" is no path: write $.data.items, $.items or $["odd name"] for ${setting}.`,
  );
}

export class Items {
  readonly #paths: ItemPaths;

  constructor(paths: ItemPaths = {}) {
    this.#paths = paths;
  }

  /** Undefined when the reply is no list and holds none: then it is a state, not a list of items. */
  of(payload: unknown): readonly unknown[] | undefined {
    const { list } = this.#paths;
    const found = list === undefined ? guessList(payload) : valueAt(list, payload);
    return Array.isArray(found) ? found : undefined;
  }

  idsIn(payload: unknown): readonly string[] {
    return (this.of(payload) ?? []).flatMap((item) => this.#idOf(item) ?? []);
  }

  /** True for what a server says when it has nothing to say. */
  areNone(payload: unknown): boolean {
    if (payload === null || payload === "") return true;
    if (isRecord(payload) && Object.keys(payload).length === 0) return true;
    return this.of(payload)?.length === 0;
  }

  #idOf(item: unknown): string | undefined {
    const { id } = this.#paths;
    return id === undefined ? guessId(item) : asId(valueAt(id, item));
  }
}

/** As text: `1` and `"1"` are the same id. */
export function guessId(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  for (const name of idNames) {
    const id = asId(item[name]);
    if (id !== undefined) return id;
  }
  return undefined;
}

function guessList(payload: unknown): unknown {
  if (Array.isArray(payload) || !isRecord(payload)) return payload;
  return listNames.map((name) => payload[name]).find((value) => Array.isArray(value));
}

function asId(value: unknown): string | undefined {
  return typeof value === "number" || (typeof value === "string" && value !== "") ? String(value) : undefined;
}
