/**
 * What was meant: messages, the decoded units in a protocol's own terms.
 * Each protocol extends `Message` with a union of its own; the rest of the house reads only what stands here.
 */
import type { Close, CloseFrameInfo, Handshake } from "./frame.ts";

export interface Message {
  /** The protocol's own word for it, as on the wire where it has one: `welcome`, `confirm_subscription`, `event`. */
  readonly kind: string;
  /** What it belongs to, byte for byte as the server names it (an Action Cable identifier, a topic, an SSE event type). */
  readonly channel?: string | undefined;
  /** Event id or position, as text in the protocol's own form. */
  readonly eventId?: string | undefined;
  /** True for traffic that only says "still here"; the timeline can fold it. */
  readonly heartbeat?: boolean | undefined;
  /** The message's own text where it is not just one whole frame (an SSE block, one item of a poll reply). */
  readonly raw?: string | undefined;
}

/** Bytes that the protocol does not allow. Every protocol's union contains it. */
export interface MalformedMessage extends Message {
  readonly kind: "malformed";
  /** What is wrong, as the tail of a sentence: `not JSON: unexpected end`. */
  readonly reason: string;
  /** Byte or character offset of the fault within the message, where one can be named. */
  readonly offset?: number | undefined;
}

/** Well-formed, but of a type that the protocol does not have. Every protocol's union contains it. */
export interface UnknownMessage extends Message {
  readonly kind: "unknown";
  /** The name that is not known, as text; empty when there is none. */
  readonly type: string;
}

/**
 * Units of the transport itself, alike for all protocols; made by the recorder, never by a codec.
 * `open` and `closed` frame a connection; the others are WebSocket control frames.
 */
export type TransportMessage =
  | (Message & { readonly kind: "open"; readonly handshake: Handshake; readonly attempt: number })
  | (Message & { readonly kind: "closed"; readonly close: Close })
  | (Message & { readonly kind: "ws_ping" | "ws_pong"; readonly data: string })
  | (Message & { readonly kind: "ws_close"; readonly frame: CloseFrameInfo });
