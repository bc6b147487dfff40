/**
 * AnyCable's protobuf schema (package `action_cable`, proto3), read and written field by field: no schema is compiled at
 * run time, so nothing is evaluated. Gives and takes the objects that the JSON encoding has. `message` holds msgpack.
 */
import { Reader, Writer } from "protobufjs/minimal.js";
import type { Direction } from "../../model/frame.ts";
import { isRecord } from "../kit/json.ts";
import { MisuseError } from "../kit/misuse-error.ts";
import { readMsgpack, writeMsgpack } from "./msgpack.ts";
import type { Dialect } from "./subprotocols.ts";

type Body = Record<string, unknown>;

const types = [
  undefined,
  "welcome",
  "disconnect",
  "ping",
  "confirm_subscription",
  "reject_subscription",
  "confirm_history",
  "reject_history",
];
const commands = [undefined, "subscribe", "unsubscribe", "message", "history", "pong", "whisper"];

/** The server speaks `Reply` where the protocol is extended: the same field numbers, another meaning. */
function isReply(direction: Direction, { extended }: Dialect): boolean {
  return extended && direction === "received";
}

/** Throws on bytes that are not of the schema. */
export function readProtobuf(bytes: Uint8Array, direction: Direction, dialect: Dialect): Body {
  const body: Body = {};
  const reader = Reader.create(bytes);
  const readField = isReply(direction, dialect) ? readReplyField : readMessageField;
  while (reader.pos < reader.len) {
    const tag = reader.uint32();
    if (!readField(reader, tag >>> 3, tag & 7, body)) reader.skipType(tag & 7);
  }
  // proto3 leaves `false` out; in JSON the flag is always there.
  if (body.type === "disconnect") body.reconnect ??= false;
  return body;
}

/** False when it is no field of ours. `wire` is the wire type: 0 a number, 2 bytes. */
function readMessageField(reader: Reader, field: number, wire: number, body: Body): boolean {
  const key = `${field}/${wire}`;
  switch (key) {
    case "1/0":
      return name(body, "type", types, reader.int32());
    case "2/0":
      return name(body, "command", commands, reader.int32());
    case "3/2":
      body.identifier = reader.string();
      return true;
    case "4/2":
      body.data = reader.string();
      return true;
    case "5/2":
      body.message = readMsgpack(reader.bytes());
      return true;
    case "6/2":
      body.reason = reader.string();
      return true;
    case "7/0":
      body.reconnect = reader.bool();
      return true;
    case "8/2":
      body.history = readHistory(reader, reader.uint32() + reader.pos);
      return true;
    default:
      return false;
  }
}

function readReplyField(reader: Reader, field: number, wire: number, body: Body): boolean {
  const key = `${field}/${wire}`;
  switch (key) {
    case "1/0":
      return name(body, "type", types, reader.int32());
    case "2/2":
      body.identifier = reader.string();
      return true;
    case "3/2":
      body.message = readMsgpack(reader.bytes());
      return true;
    case "4/2":
      body.reason = reader.string();
      return true;
    case "5/0":
      body.reconnect = reader.bool();
      return true;
    case "6/2":
      body.stream_id = reader.string();
      return true;
    case "7/2":
      body.epoch = reader.string();
      return true;
    case "8/0":
      body.offset = whole(reader.int64());
      return true;
    case "9/2":
      body.sid = reader.string();
      return true;
    case "10/0":
      body.restored = reader.bool();
      return true;
    case "11/2":
      body.restored_ids = [...((body.restored_ids as string[] | undefined) ?? []), reader.string()];
      return true;
    default:
      return false;
  }
}

function readHistory(reader: Reader, end: number): Body {
  const streams: Body = {};
  const history: Body = { streams };
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === tagOf(1, 0)) history.since = whole(reader.int64());
    else if (tag === tagOf(2, 2)) readStream(reader, reader.uint32() + reader.pos, streams);
    else reader.skipType(tag & 7);
  }
  return history;
}

/** One entry of the map: its key, and a StreamHistoryRequest. */
function readStream(reader: Reader, end: number, streams: Body): void {
  let streamId = "";
  const position = { epoch: "", offset: 0 };
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === tagOf(1, 2)) streamId = reader.string();
    else if (tag === tagOf(2, 2)) {
      const positionEnd = reader.uint32() + reader.pos;
      while (reader.pos < positionEnd) {
        const inner = reader.uint32();
        if (inner === tagOf(2, 2)) position.epoch = reader.string();
        else if (inner === tagOf(3, 0)) position.offset = whole(reader.int64());
        else reader.skipType(inner & 7);
      }
    } else reader.skipType(tag & 7);
  }
  Object.defineProperty(streams, streamId, { value: position, enumerable: true, configurable: true, writable: true });
}

/** Throws a `MisuseError` for what the schema has no number for (presence). */
export function writeProtobuf(body: Readonly<Body>, direction: Direction, dialect: Dialect): Uint8Array {
  const writer = Writer.create();
  number(writer, 1, numberOf(types, body.type));
  if (isReply(direction, dialect)) writeReply(writer, body);
  else writeMessage(writer, body);
  return writer.finish();
}

function writeMessage(writer: Writer, body: Readonly<Body>): void {
  number(writer, 2, numberOf(commands, body.command));
  text(writer, 3, body.identifier);
  text(writer, 4, typeof body.data === "string" || body.data === undefined ? body.data : JSON.stringify(body.data));
  if (body.message !== undefined) writer.uint32(tagOf(5, 2)).bytes(writeMsgpack(body.message));
  text(writer, 6, body.reason);
  number(writer, 7, body.reconnect === true ? 1 : 0);
  if (isRecord(body.history)) writeHistory(writer, body.history);
}

function writeReply(writer: Writer, body: Readonly<Body>): void {
  text(writer, 2, body.identifier);
  if (body.message !== undefined) writer.uint32(tagOf(3, 2)).bytes(writeMsgpack(body.message));
  text(writer, 4, body.reason);
  number(writer, 5, body.reconnect === true ? 1 : 0);
  text(writer, 6, body.stream_id);
  text(writer, 7, body.epoch);
  if (typeof body.offset === "number" && body.offset !== 0) writer.uint32(tagOf(8, 0)).int64(body.offset);
  text(writer, 9, body.sid);
  number(writer, 10, body.restored === true ? 1 : 0);
  for (const id of Array.isArray(body.restored_ids) ? body.restored_ids : []) text(writer, 11, id);
}

function writeHistory(writer: Writer, history: Readonly<Body>): void {
  writer.uint32(tagOf(8, 2)).fork();
  if (typeof history.since === "number") writer.uint32(tagOf(1, 0)).int64(history.since);
  for (const [streamId, position] of Object.entries(isRecord(history.streams) ? history.streams : {})) {
    if (!isRecord(position)) continue;
    writer.uint32(tagOf(2, 2)).fork();
    text(writer, 1, streamId);
    writer.uint32(tagOf(2, 2)).fork();
    text(writer, 2, position.epoch);
    if (typeof position.offset === "number") writer.uint32(tagOf(3, 0)).int64(position.offset);
    writer.ldelim().ldelim();
  }
  writer.ldelim();
}

function tagOf(field: number, wire: number): number {
  return (field << 3) | wire;
}

function name(body: Body, key: string, names: readonly (string | undefined)[], value: number): true {
  // A number that the schema does not have yet keeps its own name, so that it is shown as unknown.
  const known = names[value] ?? (value === 0 ? undefined : `number ${value}`);
  if (known !== undefined) body[key] = known;
  return true;
}

function numberOf(names: readonly (string | undefined)[], value: unknown): number {
  if (value === undefined) return 0;
  const found = names.indexOf(String(value));
  if (found > 0) return found;
  throw new MisuseError(
    "not-in-protobuf",
    `AnyCable's protobuf schema has no “${String(value)}”: presence needs JSON or msgpack.`,
  );
}

function number(writer: Writer, field: number, value: number): void {
  if (value !== 0) writer.uint32(tagOf(field, 0)).int32(value);
}

function text(writer: Writer, field: number, value: unknown): void {
  if (typeof value === "string" && value !== "") writer.uint32(tagOf(field, 2)).string(value);
}

/** An int64, which comes as an object of two halves. Exact up to 2^53, far beyond any offset. */
function whole(value: unknown): number {
  return Number(String(value));
}
