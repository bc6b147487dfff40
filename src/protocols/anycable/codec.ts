/**
 * Reads AnyCable's frames, one message a frame: Action Cable's reader does what both have in common, this one adds what the
 * extended protocol has more. Knows no conversation.
 */
import type { DataFrame, Direction, FrameData, FrameKind } from "../../model/frame.ts";
import type { Decoder } from "../../model/protocol.ts";
import { readReceived as readPlainReceived, readSent as readPlainSent } from "../action-cable/codec.ts";
import { compactJson, isRecord } from "../kit/json.ts";
import { nothing } from "../kit/nothing.ts";
import { type Body, readBody } from "./encoding.ts";
import type {
  AnyCableMessage,
  HistoryRequest,
  Malformed,
  Position,
  Presence,
  PresenceClaim,
  PresenceRecord,
} from "./messages.ts";
import { positionText } from "./position-text.ts";
import type { Dialect } from "./subprotocols.ts";

export class AnyCableDecoder implements Decoder<AnyCableMessage> {
  private readonly direction: Direction;
  private readonly dialect: Dialect;

  constructor(direction: Direction, dialect: Dialect) {
    this.direction = direction;
    this.dialect = dialect;
  }

  decode(frame: DataFrame): readonly AnyCableMessage[] {
    return [decodeFrame(frame.kind, frame.data, this.direction, this.dialect)];
  }

  end(): readonly AnyCableMessage[] {
    return nothing;
  }
}

/** Pure: the same frame gives the same message. Never throws. */
export function decodeFrame(kind: FrameKind, data: FrameData, direction: Direction, dialect: Dialect): AnyCableMessage {
  const read = readBody(kind, data, direction, dialect);
  if ("fault" in read) return read.fault;
  return direction === "received" ? readReceived(read.body) : readSent(read.body);
}

function readReceived(body: Body): AnyCableMessage {
  switch (body.type) {
    case undefined:
    case null:
    case "":
      return readData(body);
    case "welcome":
      return readWelcome(body);
    case "confirm_history":
    case "reject_history":
      if (typeof body.identifier !== "string") return noIdentifier(body, body.type);
      return { kind: body.type, channel: body.identifier };
    case "presence":
      return readPresence(body);
    case "pong":
      return { kind: "pong", heartbeat: true };
    default:
      return readPlainReceived(body);
  }
}

function readData(body: Body): AnyCableMessage {
  const data = readPlainReceived(body);
  if (data.kind !== "message") return data;
  const position = readPosition(body);
  if (position === undefined) return data;
  return { ...data, eventId: positionText(position), position };
}

function readPosition({ stream_id, epoch, offset }: Body): Position | undefined {
  if (typeof stream_id !== "string" || typeof epoch !== "string" || typeof offset !== "number") return undefined;
  return { streamId: stream_id, epoch, offset };
}

function readWelcome(body: Body): AnyCableMessage {
  const welcome = readPlainReceived(body);
  if (welcome.kind !== "welcome" || body.restored !== true) return welcome;
  const ids = Array.isArray(body.restored_ids) ? body.restored_ids.filter((id) => typeof id === "string") : undefined;
  return { ...welcome, restored: true, ...(ids ? { restoredIds: ids } : {}) };
}

function readPresence(body: Body): AnyCableMessage {
  if (typeof body.identifier !== "string") return noIdentifier(body, "presence");
  const { message } = body;
  if (!isRecord(message) || typeof message.type !== "string") {
    return {
      kind: "malformed",
      channel: body.identifier,
      reason: "presence without a `message` that has a type",
      excerpt: compactJson(body, 120),
    };
  }
  const presence: Presence = { kind: "presence", channel: body.identifier, event: message.type, body: message };
  const records = Array.isArray(message.records) ? message.records.flatMap(readRecord) : undefined;
  return {
    ...presence,
    ...(message.id === undefined ? {} : { id: String(message.id) }),
    ...("info" in message ? { info: message.info } : {}),
    ...(typeof message.total === "number" ? { total: message.total } : {}),
    ...(records ? { records } : {}),
  };
}

function readRecord(record: unknown): PresenceRecord[] {
  return isRecord(record) ? [{ id: String(record.id), info: record.info }] : [];
}

function readSent(body: Body): AnyCableMessage {
  const { command, identifier } = body;
  if (command === "pong") return { kind: "pong", heartbeat: true };
  if (command === "ping") return { kind: "ping", heartbeat: true, message: undefined };
  switch (command) {
    case "subscribe":
      return readSubscribe(body);
    case "history":
    case "whisper":
    case "join":
    case "leave":
    case "presence":
      if (typeof identifier !== "string") return noIdentifier(body, command);
      return readCommand(command, identifier, body);
    default:
      return readPlainSent(body);
  }
}

function readSubscribe(body: Body): AnyCableMessage {
  const subscribe = readPlainSent(body);
  if (subscribe.kind !== "subscribe") return subscribe;
  return {
    ...subscribe,
    ...(isRecord(body.history) ? { history: readHistory(body.history) } : {}),
    ...(isRecord(body.presence) ? { presence: readClaim(body.presence) } : {}),
  };
}

type ExtendedCommand = "history" | "whisper" | "join" | "leave" | "presence";

function readCommand(command: ExtendedCommand, channel: string, body: Body): AnyCableMessage {
  switch (command) {
    case "history":
      return { kind: "history", channel, history: readHistory(isRecord(body.history) ? body.history : {}) };
    case "whisper":
      return { kind: "whisper", channel, data: body.data };
    case "join":
      if (!isRecord(body.presence)) {
        const reason = "join without a `presence` object that holds an id";
        return { kind: "malformed", channel, reason, excerpt: compactJson(body, 120) };
      }
      return { kind: "join", channel, presence: readClaim(body.presence) };
    case "leave":
      return { kind: "leave", channel };
    case "presence":
      return { kind: "ask_presence", channel, data: body.data };
  }
}

function readHistory({ since, streams }: Body): HistoryRequest {
  const positions: Record<string, Omit<Position, "streamId">> = Object.create(null);
  for (const [streamId, position] of Object.entries(isRecord(streams) ? streams : {})) {
    if (!isRecord(position)) continue;
    positions[streamId] = { epoch: String(position.epoch ?? ""), offset: Number(position.offset ?? 0) };
  }
  return typeof since === "number" ? { since, streams: positions } : { streams: positions };
}

function readClaim({ id, info }: Body): PresenceClaim {
  return { id: id === undefined || id === null ? "" : String(id), info };
}

function noIdentifier(body: Body, what: string): Malformed {
  const found = body.identifier === undefined ? "no `identifier`" : "an `identifier` that is no string";
  return { kind: "malformed", reason: `${what} with ${found}`, excerpt: compactJson(body, 120) };
}
