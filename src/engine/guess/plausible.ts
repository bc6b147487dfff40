/**
 * Whether a value could have been meant: chance makes numbers and short arrays of them everywhere, but hardly ever maps
 * with readable keys. Knows no format.
 */
import { Tagged } from "./guess-json.ts";

// Control characters but tab and line ends, private use, and what no text has.
const unreadable = /[\p{Cc}\p{Co}\p{Cn}\p{Cs}\ufffd]/u;

export function isReadable(text: string): boolean {
  return !unreadable.test(text.replace(/[\t\n\r]/g, ""));
}

interface Tally {
  /** Characters in readable strings with a word in them. */
  characters: number;
  /** Keys with a letter in them. */
  keys: number;
  sound: boolean;
}

/** A map or an array with readable words in it, and nothing unreadable anywhere. */
export function isPlausible(value: unknown): boolean {
  const bare = value instanceof Tagged ? value.value : value;
  if (typeof bare !== "object" || bare === null || bare instanceof Uint8Array || bare instanceof Date) return false;
  const tally: Tally = { characters: 0, keys: 0, sound: true };
  count(bare, tally, 0);
  return tally.sound && (tally.keys > 0 || tally.characters >= 4);
}

function count(value: unknown, tally: Tally, depth: number): void {
  if (depth > 64) tally.sound = false;
  if (!tally.sound) return;
  if (typeof value === "string") {
    tally.sound = isReadable(value);
    if (/\p{L}{2}/u.test(value)) tally.characters += value.length;
  } else if (Array.isArray(value)) for (const item of value) count(item, tally, depth + 1);
  else if (value instanceof Tagged) count(value.value, tally, depth + 1);
  else if (value instanceof Map) countEntries([...value], tally, depth);
  else if (typeof value === "object" && value !== null && !(value instanceof Uint8Array) && !(value instanceof Date))
    countEntries(Object.entries(value), tally, depth);
}

/** Keys of both sorts in one map are a sign of chance. */
function countEntries(entries: readonly (readonly [unknown, unknown])[], tally: Tally, depth: number): void {
  const numbered = entries.filter(([key]) => typeof key !== "string" || /^-?\d+$/.test(key)).length;
  if (numbered > 0 && numbered < entries.length) tally.sound = false;
  for (const [key, item] of entries) countEntry(key, item, tally, depth);
}

function countEntry(key: unknown, item: unknown, tally: Tally, depth: number): void {
  if (typeof key === "string") {
    if (key === "" || !isReadable(key)) tally.sound = false;
    if (/[A-Za-z]/.test(key)) tally.keys += 1;
  } else if (typeof key !== "number" && typeof key !== "bigint") tally.sound = false;
  count(item, tally, depth + 1);
}
