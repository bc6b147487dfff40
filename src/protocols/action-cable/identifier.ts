/**
 * Reads Action Cable identifiers for display and hints. The text itself stays as it is: Rails echoes and compares it
 * byte for byte, so that another key order or a space more is another subscription.
 */
import { compactJson, isRecord, parseJson } from "../kit/json.ts";
import { oneLine } from "../kit/words.ts";
import { decodeSignedStreamName, type SignedStreamName, shortGlobalId } from "./stream-name.ts";

export interface Identifier {
  readonly text: string;
  /** The Ruby class that the server looks up; undefined when the text names none. */
  readonly channelName: string | undefined;
  /** Everything but `channel`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** From `signed_stream_name` (turbo-rails, AnyCable), where it can be read. */
  readonly signed: SignedStreamName | undefined;
  /** Short, for rows and pickers: `ChatChannel lobby`. */
  readonly label: string;
  /** Why no server can use it, as the tail of a sentence. */
  readonly fault: string | undefined;
}

const maxCached = 2000;
const cache = new Map<string, Identifier>();

/** Never throws. The same text gives the same object for as long as it is remembered. */
export function readIdentifier(text: string): Identifier {
  const known = cache.get(text);
  if (known) return known;
  const identifier = parseIdentifier(text);
  if (cache.size >= maxCached) cache.clear();
  cache.set(text, identifier);
  return identifier;
}

/** True when both mean the same to a person though not to Rails: other key order, other spacing. */
export function sameMeaning(one: Identifier, other: Identifier): boolean {
  return one.fault === undefined && other.fault === undefined && canonical(one) === canonical(other);
}

function canonical({ channelName, params }: Identifier): string {
  const keys = Object.keys(params).sort();
  return JSON.stringify([channelName, keys.map((key) => [key, params[key]])]);
}

function parseIdentifier(text: string): Identifier {
  const parsed = parseJson(text);
  if (!parsed.ok) return unusable(text, parsed.reason);
  if (!isRecord(parsed.value)) return unusable(text, "JSON, but not an object");
  const { channel, ...params } = parsed.value;
  if (typeof channel !== "string" || channel === "") return unusable(text, 'an object with no "channel"', params);
  const signed =
    typeof params.signed_stream_name === "string" ? decodeSignedStreamName(params.signed_stream_name) : undefined;
  return { text, channelName: channel, params, signed, label: labelOf(channel, params, signed), fault: undefined };
}

function unusable(text: string, fault: string, params: Readonly<Record<string, unknown>> = {}): Identifier {
  const label = text === "" ? "(empty identifier)" : oneLine(text, 60);
  return { text, channelName: undefined, params, signed: undefined, label, fault };
}

function labelOf(channel: string, params: Record<string, unknown>, signed: SignedStreamName | undefined): string {
  const words = [channel];
  for (const [name, value] of Object.entries(params)) {
    if (name === "signed_stream_name" && signed) words.push(signed.globalIds.reduce(shorten, signed.readable));
    else words.push(typeof value === "string" ? value : compactJson(value, 24));
  }
  return oneLine(words.join(" "), 60);
}

function shorten(text: string, globalId: string): string {
  return text.replace(globalId, shortGlobalId(globalId));
}
