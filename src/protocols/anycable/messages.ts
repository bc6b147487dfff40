/**
 * AnyCable's messages: Action Cable's, and what the extended protocol adds to them. `channel` is the identifier, byte for
 * byte. A position is an event id: `epoch/offset`, within its stream.
 */
import type { MalformedMessage, Message } from "../../model/message.ts";
import type {
  ConfirmSubscription,
  Data,
  Disconnect,
  Perform,
  Ping,
  RejectSubscription,
  Subscribe,
  Unknown,
  Unsubscribe,
  Welcome,
} from "../action-cable/messages.ts";

/** Where a message stands in its stream. Offsets count from 1, one by one; an epoch ends when the server forgets them. */
export interface Position {
  readonly streamId: string;
  readonly epoch: string;
  readonly offset: number;
}

export interface AnyCableWelcome extends Welcome {
  /** The session of the `sid` that was asked for goes on. */
  readonly restored?: true | undefined;
  /** Identifiers that are subscribed already; undefined when the server named none. */
  readonly restoredIds?: readonly string[] | undefined;
}

export interface AnyCableData extends Data {
  /** Undefined for what no broker has kept: whispers, direct transmissions, servers without a broker. */
  readonly position?: Position | undefined;
}

export interface HistoryRequest {
  /** Unix seconds; undefined or 0: not asked by time. */
  readonly since?: number | undefined;
  /** By stream: what came after this offset of this epoch. */
  readonly streams: Readonly<Record<string, Omit<Position, "streamId">>>;
}

export interface PresenceClaim {
  readonly id: string;
  readonly info: unknown;
}

export interface AnyCableSubscribe extends Subscribe {
  readonly history?: HistoryRequest | undefined;
  readonly presence?: PresenceClaim | undefined;
}

export interface AskHistory extends Message {
  readonly kind: "history";
  readonly channel: string;
  readonly history: HistoryRequest;
}

export interface ConfirmHistory extends Message {
  readonly kind: "confirm_history";
  readonly channel: string;
}

/** Then nothing of the history was sent. */
export interface RejectHistory extends Message {
  readonly kind: "reject_history";
  readonly channel: string;
}

/** The client's answer to a ping, or the server's to `{"command":"ping"}`. */
export interface Pong extends Message {
  readonly kind: "pong";
  readonly heartbeat: true;
}

/** Reaches everyone on the channel's whisper stream but its sender, as data without a position. */
export interface Whisper extends Message {
  readonly kind: "whisper";
  readonly channel: string;
  /** Any JSON value, as it is: not JSON inside a string. */
  readonly data: unknown;
}

export interface Join extends Message {
  readonly kind: "join";
  readonly channel: string;
  readonly presence: PresenceClaim;
}

export interface Leave extends Message {
  readonly kind: "leave";
  readonly channel: string;
}

/** `"command":"presence"`: who is there? */
export interface AskPresence extends Message {
  readonly kind: "ask_presence";
  readonly channel: string;
  readonly data: unknown;
}

export interface PresenceRecord {
  readonly id: string;
  readonly info: unknown;
}

/** `"type":"presence"`: somebody came or went, or the answer to who is there. */
export interface Presence extends Message {
  readonly kind: "presence";
  readonly channel: string;
  /** `join`, `leave`, `info`, `error`, or what a later server says. */
  readonly event: string;
  readonly id?: string | undefined;
  readonly info?: unknown;
  readonly total?: number | undefined;
  /** Missing on the wire when nobody is there. */
  readonly records?: readonly PresenceRecord[] | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Malformed extends MalformedMessage {
  /** The beginning of the frame, on one line; of binary ones in hex. */
  readonly excerpt: string;
}

export type AnyCableMessage =
  | AnyCableWelcome
  | Ping
  | ConfirmSubscription
  | RejectSubscription
  | Disconnect
  | AnyCableData
  | AnyCableSubscribe
  | Unsubscribe
  | Perform
  | AskHistory
  | ConfirmHistory
  | RejectHistory
  | Pong
  | Whisper
  | Join
  | Leave
  | AskPresence
  | Presence
  | Malformed
  | Unknown;
