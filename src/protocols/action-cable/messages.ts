/**
 * Action Cable's messages, Rails 6.0 to 8.2 (the shapes never changed), with the names of the wire.
 * `channel` is always the identifier, byte for byte: Rails compares it as a plain string.
 */
import type { MalformedMessage, Message, UnknownMessage } from "../../model/message.ts";

/** Subprotocols that the Rails server knows, in the order in which the official client offers them. */
export const subprotocols = ["actioncable-v1-json", "actioncable-unsupported"] as const;

/** The only subprotocol whose messages the official client reads. */
export const supportedSubprotocol = "actioncable-v1-json";

/** First message of the server after `connect` succeeded. AnyCable adds a session id. */
export interface Welcome extends Message {
  readonly kind: "welcome";
  readonly sid?: string | undefined;
}

/** Every 3 s from one server-wide timer. */
export interface Ping extends Message {
  readonly kind: "ping";
  readonly heartbeat: true;
  /** The server's clock: whole Unix seconds from Rails; AnyCable may send other units. */
  readonly message: unknown;
}

export interface ConfirmSubscription extends Message {
  readonly kind: "confirm_subscription";
  readonly channel: string;
}

export interface RejectSubscription extends Message {
  readonly kind: "reject_subscription";
  readonly channel: string;
}

/** The server is about to close the socket. */
export interface Disconnect extends Message {
  readonly kind: "disconnect";
  readonly reason: string | null;
  /** As sent: clients read a missing or odd value differently. */
  readonly reconnect: unknown;
}

/** A broadcast or a `transmit`: the only message of the server that has no `type`. */
export interface Data extends Message {
  readonly kind: "message";
  readonly channel: string;
  /** Any JSON value; a string of HTML for Turbo Streams. */
  readonly message: unknown;
}

export interface Subscribe extends Message {
  readonly kind: "subscribe";
  readonly channel: string;
}

export interface Unsubscribe extends Message {
  readonly kind: "unsubscribe";
  readonly channel: string;
}

/** `"command":"message"`: calls a public method of the channel. */
export interface Perform extends Message {
  readonly kind: "perform";
  readonly channel: string;
  /** Undefined: Rails calls `receive`. */
  readonly action: string | undefined;
  /** Decoded from the JSON inside the string. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Malformed extends MalformedMessage {
  /** The beginning of the frame, on one line. */
  readonly excerpt: string;
}

export interface Unknown extends UnknownMessage {
  /** The whole frame, decoded. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type ActionCableMessage =
  | Welcome
  | Ping
  | ConfirmSubscription
  | RejectSubscription
  | Disconnect
  | Data
  | Subscribe
  | Unsubscribe
  | Perform
  | Malformed
  | Unknown;
