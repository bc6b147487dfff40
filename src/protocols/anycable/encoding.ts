/**
 * Frames to the objects that they carry, and back, in each of AnyCable's encodings. Knows no message: what an object means
 * is for `codec.ts`.
 */
import type { Direction, FrameData, FrameKind } from "../../model/frame.ts";
import type { MalformedMessage } from "../../model/message.ts";
import { isRecord, jsonFailure } from "../kit/json.ts";
import { decodeUtf8 } from "../kit/utf8.ts";
import { oneLine } from "../kit/words.ts";
import type { Malformed } from "./messages.ts";
import { hex, readMsgpack, writeMsgpack } from "./msgpack.ts";
import { readProtobuf, writeProtobuf } from "./protobuf.ts";
import type { Dialect, Encoding } from "./subprotocols.ts";

export type Body = Record<string, unknown>;

const titles: Readonly<Record<Encoding, string>> = { json: "JSON", msgpack: "MessagePack", protobuf: "protobuf" };

/** Never throws. */
export function readBody(
  kind: FrameKind,
  data: FrameData,
  direction: Direction,
  dialect: Dialect,
): { readonly body: Body } | { readonly fault: Malformed } {
  if (dialect.encoding === "json") return readJson(kind, data);
  if (typeof data === "string" || kind !== "binary") {
    const reason = `a ${kind} frame, where ${titles[dialect.encoding]} was agreed on: it speaks in binary frames only`;
    return fault(reason, oneLine(typeof data === "string" ? data : new TextDecoder().decode(data), 120));
  }
  return readBinary(data, direction, dialect);
}

function readJson(kind: FrameKind, data: FrameData) {
  if (kind !== "text") {
    return fault(`a ${kind} frame: this subprotocol speaks in text frames only`, begin(data));
  }
  const decoded = typeof data === "string" ? ({ ok: true, text: data } as const) : decodeUtf8(data);
  if (!decoded.ok) return fault(decoded.reason, begin(data), decoded.offset);
  const { text } = decoded;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const failure = jsonFailure(text);
    return fault(failure.reason, oneLine(text, 120), failure.offset);
  }
  return isRecord(value) ? { body: value } : fault(noObject(value), oneLine(text, 120));
}

function readBinary(data: Uint8Array, direction: Direction, dialect: Dialect) {
  try {
    const value = dialect.encoding === "msgpack" ? readMsgpack(data) : readProtobuf(data, direction, dialect);
    return isRecord(value) ? { body: value } : fault(noObject(value), begin(data));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fault(`not ${titles[dialect.encoding]}: ${oneLine(why, 120)}`, begin(data));
  }
}

/** Whether nothing could be got out of the frame, as against a command that is wrong: AnyCable reads no further then. */
export function isUndecodable({ reason, channel }: MalformedMessage): boolean {
  return (
    channel === undefined &&
    /^(?:not |empty, not |a (?:string|number|boolean|binary|text|chunk)\b|an array|null)/.test(reason)
  );
}

/** `direction` matters for protobuf: both ways have a schema of their own. */
export function writeBody(body: Readonly<Body>, direction: Direction, dialect: Dialect): FrameData {
  switch (dialect.encoding) {
    case "json":
      return JSON.stringify(body);
    case "msgpack":
      return writeMsgpack(body);
    case "protobuf":
      return writeProtobuf(body, direction, dialect);
  }
}

function fault(reason: string, excerpt: string, offset?: number): { readonly fault: Malformed } {
  const malformed = { kind: "malformed", reason, excerpt } as const;
  return { fault: offset === undefined ? malformed : { ...malformed, offset } };
}

function begin(data: FrameData): string {
  return typeof data === "string" ? oneLine(data, 120) : `${hex(data.subarray(0, 40))}${data.length > 40 ? "…" : ""}`;
}

function noObject(value: unknown): string {
  const found = value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`;
  return `${found}, where an object belongs`;
}
