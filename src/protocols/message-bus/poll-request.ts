/**
 * What a poll asks for: the mode and the client from its head, positions and count from its body, and the body made for
 * given positions. message_bus 4.5.2: lib/message_bus/rack/middleware.rb and client.rb.
 */
import type { RequestHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";
import { isRecord, parseJson } from "../kit/json.ts";
import { readUrl } from "../kit/url.ts";
import type { MessageBusMessage, PollMode } from "./messages.ts";

/** HTTP/2 counts as asking for a stream: a proxy may speak HTTP/1.1 to the app, which then streams. */
export function modeOf(request: RequestHead): PollMode {
  const query = readUrl(request.url)?.search ?? "";
  // The server looks for the text anywhere in the query.
  if (query.includes("dlp=t")) return "plain_poll";
  const takesBlocks = headerValue(request.headers, "dont-chunk") === undefined && request.httpVersion !== "1.0";
  return takesBlocks ? "stream" : "long_poll";
}

/** The first path segment after `message-bus`; empty for none. What follows it is not looked at. */
export function clientIdOf(url: string): string {
  const path = readUrl(url)?.pathname ?? "";
  return /\/message-bus\/([^/]*)/.exec(path)?.[1] ?? "";
}

/** `mode` is the request's. A JSON body is told by its brace: no form that names a channel begins with one. */
export function readPoll(mode: PollMode, raw: string): MessageBusMessage {
  const isJson = raw.trimStart().startsWith("{");
  const pairs = isJson ? jsonPairs(raw) : [...new URLSearchParams(raw)];
  if (typeof pairs === "string") return { kind: "malformed", reason: pairs, raw };
  const seqText = pairs.find(([name]) => name === "__seq")?.[1];
  const seq = seqText === undefined || !/^-?\d+$/.test(seqText) ? undefined : Number(seqText);
  const positions = pairs.filter(([name]) => name !== "__seq");
  return { kind: mode, positions, seq, heartbeat: seq !== undefined && seq > 1, raw };
}

/** The body of `POST /message-bus/broadcast`. */
export function readBroadcast(raw: string): MessageBusMessage {
  const form = new URLSearchParams(raw);
  const channel = form.get("channel");
  if (channel === null) return { kind: "malformed", reason: "a broadcast without a channel", raw };
  return { kind: "broadcast", channel, data: form.get("data") ?? "", raw };
}

/** The pairs, or what is wrong. */
function jsonPairs(raw: string): [string, string][] | string {
  const parsed = parseJson(raw);
  if (!parsed.ok) return parsed.reason;
  if (!isRecord(parsed.value)) return "a poll that is no JSON object";
  return Object.entries(parsed.value).map(([name, value]) => [name, value === null ? "" : String(value)]);
}

/** A form, as the official client sends it. */
export function formatPoll(positions: readonly (readonly [channel: string, position: number])[], seq: number): string {
  const pairs = [...positions.map(([channel, position]) => [channel, String(position)]), ["__seq", String(seq)]];
  return pairs.map(([name = "", value = ""]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join("&");
}

/** As Ruby's `to_i` reads it: `abc` is 0, `7.9` is 7. Undefined for an empty position. */
export function positionNumber(text: string): number | undefined {
  if (text === "") return undefined;
  return Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0);
}
