/**
 * How apps name and write what they publish through Redis, both ways. Pure: texts and topics in, topics and texts out.
 * A Rails stream and an AnyCable stream are topics by the same name, byte for byte; a MessageBus channel is the topic
 * that the mock's own MessageBus door makes of it.
 */

export interface AppMessage {
  readonly topic: string;
  /** Any JSON value. */
  readonly data: unknown;
}

/** What a text from an app's channel holds, and what of it the mock server cannot use, a sentence each. */
export interface Reading {
  readonly messages: readonly AppMessage[];
  readonly faults: readonly string[];
}

const nothing: Reading = { messages: [], faults: [] };

/** The topic of a channel of Rails' redis adapter; undefined for what Rails uses for itself. */
export function topicOfRails(channel: string, prefix: string): string | undefined {
  if (prefix !== "" && !channel.startsWith(`${prefix}:`)) return undefined;
  const stream = prefix === "" ? channel : channel.slice(prefix.length + 1);
  // Remote disconnects go by `action_cable/` and the connection's identifiers, which no client of the mock has.
  const isInternal = stream === "" || stream.startsWith("action_cable/") || stream === "_action_cable_internal";
  return isInternal ? undefined : stream;
}

export function railsChannel(topic: string, prefix: string): string {
  return prefix === "" ? topic : `${prefix}:${topic}`;
}

/** A pattern of Redis' own, in which only the last star is one. */
export function railsPattern(prefix: string): string {
  return prefix === "" ? "*" : `${prefix.replace(/[\\*?[\]]/g, "\\$&")}:*`;
}

/** Rails sends the JSON of the broadcast and nothing else. */
export function readRails(topic: string, text: string): Reading {
  const data = parse(text);
  return data === undefined ? nothing : { messages: [{ topic, data }], faults: [] };
}

export const anycableChannel = "__anycable__";

/** One publication or an array of them; the data is a JSON text, and one that is not counts as a string. */
export function readAnycable(text: string): Reading {
  const value = parse(text);
  if (value === undefined) return { messages: [], faults: [`what came on ${anycableChannel} is not JSON`] };
  const readings = (Array.isArray(value) ? value : [value]).map(readAnycableItem);
  return {
    messages: readings.flatMap(({ messages }) => messages),
    faults: readings.flatMap(({ faults }) => faults),
  };
}

function readAnycableItem(item: unknown): Reading {
  if (typeof item !== "object" || item === null) return fault("an AnyCable broadcast that is no object");
  const { command, stream, data, meta } = item as Readonly<Record<string, unknown>>;
  if (command !== undefined) return fault(`AnyCable's remote command "${command}": the mock has its own "kick"`);
  if (typeof stream !== "string" || stream === "" || data === undefined)
    return fault("an AnyCable broadcast without stream or data");
  // Presence events are of the broker's own making, and would be taken for the app's messages.
  if (typeof meta === "object" && meta !== null && "broadcast_type" in meta)
    return fault(`an AnyCable broadcast of type "${meta.broadcast_type}"`);
  const parsed = typeof data === "string" ? parse(data) : data;
  return { messages: [{ topic: stream, data: parsed === undefined ? data : parsed }], faults: [] };
}

export function writeAnycable(topic: string, json: string): string {
  return JSON.stringify({ stream: topic, data: json });
}

/** The MessageBus channel that has the topic for its own; empty where none is read back as this topic. */
export function busChannel(topic: string): string {
  const isReadBack = topic !== "" && !topic.startsWith(":") && !topic.includes("/") && !topic.includes("$|$");
  return isReadBack ? `/${topic.replaceAll(":", "/")}` : "";
}

/** What MessageBus keeps, without the ids that it puts before it. */
export function writeBus(channel: string, json: string): string {
  // A function, because a text to put in has dollar signs of its own meaning.
  const name = channel.replaceAll("|", () => "$$123$$");
  return `${name}|{"data":${json},"user_ids":null,"group_ids":null,"client_ids":null}`;
}

/**
 * The data of a message as MessageBus keeps it: `61|1|/channel|{"data":…}`. Undefined when it is for certain clients of
 * the app's own server, or for no user at all: no client of the mock is one of those. What is for certain users or groups
 * is for everyone here, since the mock does not know who is who.
 */
export function readBus(text: string): { readonly data: unknown } | undefined {
  const envelope = parse(text.split("|").slice(3).join("|"));
  if (typeof envelope !== "object" || envelope === null || !("data" in envelope)) return undefined;
  const { data, client_ids: clients, user_ids: users } = envelope as Readonly<Record<string, unknown>>;
  const isForNobody = Array.isArray(users) && users.length === 1 && users[0] === -1;
  return isForNobody || (Array.isArray(clients) && clients.length > 0) ? undefined : { data };
}

/** The gem names its channel by the database that it was told of, and by 0 where that stood in a URL. */
export function busesOf(database: number): string[] {
  return [...new Set([`_message_bus_${database}`, "_message_bus_0"])];
}

function fault(text: string): Reading {
  return { messages: [], faults: [text] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
