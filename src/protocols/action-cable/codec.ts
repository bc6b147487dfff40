/**
 * Reads Action Cable's frames, one message a frame, in both directions, and writes its commands.
 * Knows no conversation: whether a message was expected is for the observer.
 */
import type { DataFrame, Direction, FrameData, FrameKind } from "../../model/frame.ts";
import type { Decoder } from "../../model/protocol.ts";
import { compactJson, isRecord, jsonFailure, parseJson } from "../kit/json.ts";
import { nothing } from "../kit/nothing.ts";
import { decodeUtf8 } from "../kit/utf8.ts";
import { oneLine } from "../kit/words.ts";
import { DataPattern } from "./data-pattern.ts";
import type { ActionCableMessage, Malformed } from "./messages.ts";

export function createDecoder(direction: Direction): Decoder<ActionCableMessage> {
  return direction === "received" ? new ReceivedDecoder() : new SentDecoder();
}

class ReceivedDecoder implements Decoder<ActionCableMessage> {
  private readonly pattern = new DataPattern();

  decode(frame: DataFrame): readonly ActionCableMessage[] {
    if (frame.kind === "text" && typeof frame.data === "string") {
      return [this.pattern.read(frame.data) ?? readText(frame.data, "received")];
    }
    return [decodeFrame(frame.kind, frame.data, "received")];
  }

  end(): readonly ActionCableMessage[] {
    return nothing;
  }
}

class SentDecoder implements Decoder<ActionCableMessage> {
  decode(frame: DataFrame): readonly ActionCableMessage[] {
    return [decodeFrame(frame.kind, frame.data, "sent")];
  }

  end(): readonly ActionCableMessage[] {
    return nothing;
  }
}

/** Pure: the same frame gives the same message. Never throws. */
export function decodeFrame(kind: FrameKind, data: FrameData, direction: Direction): ActionCableMessage {
  if (kind !== "text") {
    const excerpt = typeof data === "string" ? oneLine(data, 120) : `${data.length} bytes`;
    return malformed(`a ${kind} frame: Action Cable speaks in text frames only`, excerpt);
  }
  if (typeof data === "string") return readText(data, direction);
  const decoded = decodeUtf8(data);
  if (decoded.ok) return readText(decoded.text, direction);
  return malformed(decoded.reason, oneLine(new TextDecoder().decode(data.subarray(0, 240)), 120), decoded.offset);
}

function readText(text: string, direction: Direction): ActionCableMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const failure = jsonFailure(text);
    return malformed(failure.reason, oneLine(text, 120), failure.offset);
  }
  if (!isRecord(value)) return malformed(`${typeName(value)}, where an object belongs`, oneLine(text, 120));
  return direction === "received" ? readReceived(value) : readSent(value);
}

/** What the server said, once its text is an object: also for kin that carry the same objects in another encoding. */
export function readReceived(body: Record<string, unknown>): ActionCableMessage {
  const { type } = body;
  switch (type) {
    case "ping":
      return { kind: "ping", heartbeat: true, message: body.message };
    case "welcome":
      return typeof body.sid === "string" ? { kind: "welcome", sid: body.sid } : { kind: "welcome" };
    case "confirm_subscription":
    case "reject_subscription":
      if (typeof body.identifier !== "string") return malformed(identifierFault(body, type), compactJson(body, 120));
      return { kind: type, channel: body.identifier };
    case "disconnect":
      return { kind: "disconnect", reason: reasonOf(body.reason), reconnect: body.reconnect };
    // The official client's switch falls through to "received" for whatever else it meets; only what has no type is data.
    case undefined:
    case null:
      return readData(body);
    default:
      return unknown(typeof type === "string" ? type : compactJson(type, 60), body);
  }
}

function readData(body: Record<string, unknown>): ActionCableMessage {
  if (!("message" in body)) return unknown("", body);
  if (typeof body.identifier !== "string") return malformed(identifierFault(body, "data"), compactJson(body, 120));
  return { kind: "message", channel: body.identifier, message: body.message };
}

/** What the client said, likewise. */
export function readSent(body: Record<string, unknown>): ActionCableMessage {
  const { command, identifier } = body;
  if (command !== "subscribe" && command !== "unsubscribe" && command !== "message") {
    return unknown(typeof command === "string" ? command : command === undefined ? "" : compactJson(command, 60), body);
  }
  if (typeof identifier !== "string") return malformed(identifierFault(body, command), compactJson(body, 120));
  if (command !== "message") return { kind: command, channel: identifier };
  return readPerform(identifier, body);
}

/** `data` is JSON inside a JSON string (rails#22675); an object or another type there is an error that only Rails' log shows. */
function readPerform(identifier: string, body: Record<string, unknown>): ActionCableMessage {
  const excerpt = compactJson(body, 120);
  if (typeof body.data !== "string") {
    const found = body.data === undefined ? "missing" : typeName(body.data);
    return { ...malformed(`\`data\` is ${found}, where JSON inside a string belongs`, excerpt), channel: identifier };
  }
  const parsed = parseJson(body.data);
  if (!parsed.ok) {
    const place = parsed.offset === undefined ? "" : ` at offset ${parsed.offset} of it`;
    return { ...malformed(`\`data\` is ${parsed.reason}${place}`, excerpt), channel: identifier };
  }
  if (!isRecord(parsed.value)) {
    return {
      ...malformed(`\`data\` holds ${typeName(parsed.value)}, where an object belongs`, excerpt),
      channel: identifier,
    };
  }
  const { action } = parsed.value;
  const method = action === undefined || action === null || action === "" ? undefined : String(action);
  return { kind: "perform", channel: identifier, action: method, data: parsed.value };
}

export function encodeSubscribe(identifier: string): string {
  return JSON.stringify({ command: "subscribe", identifier });
}

export function encodeUnsubscribe(identifier: string): string {
  return JSON.stringify({ command: "unsubscribe", identifier });
}

/** `data` must hold `action` already; see `withAction`. */
export function encodePerform(identifier: string, data: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ command: "message", identifier, data: JSON.stringify(data) });
}

/** As the official client's `perform` does: the action becomes the last key. Without one, Rails calls `receive`. */
export function withAction(data: Readonly<Record<string, unknown>>, action: string): Record<string, unknown> {
  return action === "" ? { ...data } : { ...data, action };
}

function malformed(reason: string, excerpt: string, offset?: number): Malformed {
  return offset === undefined ? { kind: "malformed", reason, excerpt } : { kind: "malformed", reason, offset, excerpt };
}

function unknown(type: string, body: Record<string, unknown>): ActionCableMessage {
  return typeof body.identifier === "string"
    ? { kind: "unknown", type, channel: body.identifier, body }
    : { kind: "unknown", type, body };
}

function identifierFault(body: Record<string, unknown>, where: string): string {
  if (body.identifier === undefined) return `${where} with no \`identifier\``;
  return `\`identifier\` is ${typeName(body.identifier)}, where a string of JSON belongs`;
}

function reasonOf(reason: unknown): string | null {
  if (reason === undefined || reason === null) return null;
  return typeof reason === "string" ? reason : compactJson(reason, 120);
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
