/** Finds the items of a reply and their ids, without being told where they are. */
import { isRecord } from "../kit/json.ts";

/** What APIs call the list, most usual first. */
const listNames = ["items", "data", "messages", "events", "results", "records", "entries", "updates", "changes"];

/** What APIs call an item's own id, most usual first. */
const idNames = ["id", "_id", "uuid", "guid", "message_id", "messageId", "global_id", "globalId", "seq", "offset"];

/** Undefined when the reply is no list and holds none: then it is a state, not a list of items. */
export function itemsOf(payload: unknown): readonly unknown[] | undefined {
  if (Array.isArray(payload)) return payload;
  if (!isRecord(payload)) return undefined;
  for (const name of listNames) if (Array.isArray(payload[name])) return payload[name];
  return undefined;
}

/** As text: `1` and `"1"` are the same id. */
export function idOf(item: unknown): string | undefined {
  if (!isRecord(item)) return undefined;
  for (const name of idNames) {
    const id = item[name];
    if (typeof id === "number" || (typeof id === "string" && id !== "")) return String(id);
  }
  return undefined;
}

export function idsOf(payload: unknown): readonly string[] {
  return (itemsOf(payload) ?? []).flatMap((item) => idOf(item) ?? []);
}

export function hasNoItems(payload: unknown): boolean {
  if (payload === null || payload === "") return true;
  if (isRecord(payload) && Object.keys(payload).length === 0) return true;
  return itemsOf(payload)?.length === 0;
}
