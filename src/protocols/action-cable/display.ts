/** Action Cable's messages as a person reads them: one line for the row, facts and texts for the details. */
import type { Description, Fact, TextBlock } from "../../model/protocol.ts";
import { compactJson } from "../kit/json.ts";
import { formatCount, oneLine } from "../kit/words.ts";
import { disconnectMeaning, reconnectReading } from "./disconnect-reasons.ts";
import { readIdentifier } from "./identifier.ts";
import type { ActionCableMessage, Disconnect, Malformed, Unknown } from "./messages.ts";
import { readTurboStreams, type TurboStream } from "./turbo-streams.ts";

const maxSummary = 300;
const maxShownStreams = 3;

export function summarize(message: ActionCableMessage): string {
  switch (message.kind) {
    case "message":
      return typeof message.message === "string"
        ? summarizeText(message.message)
        : compactJson(message.message, maxSummary);
    case "ping":
      return serverTime(message.message) ?? compactJson(message.message ?? null, 60);
    case "perform":
      return oneLine(`${message.action ?? "receive"} ${compactJson(withoutAction(message.data), 240)}`, maxSummary);
    case "disconnect":
      return `${message.reason ?? "no reason"} · ${reconnectReading(message.reconnect).short}`;
    case "welcome":
      return message.sid === undefined ? "" : `session ${oneLine(message.sid, 60)}`;
    case "confirm_subscription":
    case "reject_subscription":
    case "subscribe":
    case "unsubscribe":
      return "";
    case "malformed":
      return oneLine(`${message.reason}${place(message)}: ${message.excerpt}`, maxSummary);
    case "unknown":
      return oneLine(`${unknownName(message)}: ${compactJson(message.body, 200)}`, maxSummary);
  }
}

export function describe(message: ActionCableMessage): Description {
  const facts = message.channel === undefined ? [] : identifierFacts(message.channel);
  switch (message.kind) {
    case "message":
      return describeData(message.message, facts);
    case "perform":
      facts.unshift({ label: "Action", value: message.action ?? "receive", ...receiveAside(message.action) });
      facts.push({ label: "Answer", value: "none is due", aside: "Action Cable acknowledges no action" });
      return { facts, payload: message.data };
    case "ping": {
      const time = serverTime(message.message);
      return time === undefined
        ? { facts, payload: message.message }
        : { facts: [{ label: "Server time", value: time, aside: compactJson(message.message, 40) }] };
    }
    case "disconnect":
      return { facts: disconnectFacts(message) };
    case "welcome":
      return { facts: message.sid === undefined ? [] : [{ label: "Session id", value: message.sid }] };
    case "unsubscribe":
      facts.push({ label: "Answer", value: "none is due", aside: "Action Cable does not confirm an unsubscribe" });
      return { facts };
    case "confirm_subscription":
    case "reject_subscription":
    case "subscribe":
      return { facts };
    case "malformed":
      return { facts: [...malformedFacts(message), ...facts] };
    case "unknown":
      return { facts: [{ label: "Type", value: message.type || "none" }, ...facts], payload: message.body };
  }
}

export function labelChannel(channel: string): string {
  return readIdentifier(channel).label;
}

function summarizeText(text: string): string {
  const turbo = readTurboStreams(text);
  if (!turbo) return oneLine(JSON.stringify(oneLine(text, maxSummary)), maxSummary);
  const [first] = turbo.streams;
  if (turbo.streams.length === 1 && first) {
    return oneLine(first.template ? `${streamText(first)} · ${first.template}` : streamText(first), maxSummary);
  }
  const shown = turbo.streams.slice(0, maxShownStreams).map(streamText).join(", ");
  const more = turbo.streams.length - maxShownStreams;
  return oneLine(more > 0 ? `${shown} and ${more} more` : shown, maxSummary);
}

function streamText(stream: TurboStream): string {
  const action = stream.action || "(no action)";
  if (stream.target !== undefined) return `${action} → ${stream.target}`;
  const requestId = stream.attributes["request-id"];
  return requestId === undefined ? action : `${action} (request ${requestId})`;
}

function describeData(payload: unknown, facts: Fact[]): Description {
  const turbo = typeof payload === "string" ? readTurboStreams(payload) : undefined;
  if (!turbo) return { facts, payload };
  const texts: TextBlock[] = [];
  const shown: Fact[] = [];
  for (const stream of turbo.streams) {
    const extra = Object.entries(stream.attributes).filter(([name]) => !/^(action|targets?)$/.test(name));
    const aside = extra.map(([name, value]) => `${name}="${value}"`).join(" ");
    shown.push({ label: "Turbo Stream", value: streamText(stream), ...(aside === "" ? {} : { aside }) });
    if (stream.template !== undefined)
      texts.push({ title: streamText(stream), language: "html", text: stream.template });
  }
  if (turbo.cut) shown.push({ label: "Not read", value: "the rest: it is too long; see the raw text" });
  return { facts: [...shown, ...facts], payload, texts };
}

function identifierFacts(channel: string): Fact[] {
  const identifier = readIdentifier(channel);
  const facts: Fact[] = [];
  if (identifier.channelName !== undefined) facts.push({ label: "Channel", value: identifier.channelName });
  for (const [name, value] of Object.entries(identifier.params)) {
    facts.push({ label: name, value: typeof value === "string" ? value : compactJson(value, 400) });
  }
  if (identifier.signed) {
    facts.push({
      label: "Stream",
      value: identifier.signed.readable,
      aside: "decoded from the signed name; not verified",
    });
    for (const globalId of identifier.signed.globalIds) facts.push({ label: "GlobalID", value: globalId });
  }
  const aside = identifier.fault === undefined ? {} : { aside: identifier.fault };
  facts.push({ label: "Identifier", value: channel, ...aside });
  return facts;
}

function disconnectFacts(message: Disconnect): Fact[] {
  const reading = reconnectReading(message.reconnect);
  return [
    { label: "Reason", value: message.reason ?? "none", aside: disconnectMeaning(message.reason).meaning },
    { label: "Reconnect", value: compactJson(message.reconnect ?? null, 60), aside: reading.short },
    { label: "Rails client", value: reading.rails },
    { label: "AnyCable client", value: reading.anycable },
  ];
}

function malformedFacts(message: Malformed): Fact[] {
  const facts: Fact[] = [{ label: "Fault", value: message.reason }];
  if (message.offset !== undefined) facts.push({ label: "Offset", value: String(message.offset) });
  facts.push({ label: "Begins with", value: message.excerpt || "nothing" });
  return facts;
}

function place(message: Malformed): string {
  return message.offset === undefined || message.reason.includes("at offset") ? "" : ` at ${message.offset}`;
}

function unknownName(message: Unknown): string {
  return message.type === "" ? "no type" : `type "${oneLine(message.type, 60)}"`;
}

/** Rails sends whole Unix seconds; AnyCable can be told to send milliseconds or nanoseconds. */
function serverTime(value: unknown): string | undefined {
  if (typeof value !== "number" || !(value > 1e9)) return undefined;
  const ms = value < 1e11 ? value * 1000 : value < 1e14 ? value : value / 1e6;
  return ms < 8.64e15 ? new Date(ms).toISOString().replace(".000Z", "Z") : undefined;
}

function receiveAside(action: string | undefined): { aside?: string } {
  return action === undefined ? { aside: "no action was named" } : {};
}

function withoutAction(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { action: _, ...rest } = data;
  return rest;
}

/** For status lines: `2 channels`, `ChatChannel lobby`. */
export function listChannels(channels: readonly string[]): string {
  if (channels.length <= 2) return channels.map(labelChannel).join(" and ");
  return formatCount(channels.length, "channel");
}
