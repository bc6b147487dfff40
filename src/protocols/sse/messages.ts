/**
 * What an event stream says, line by line and block by block (WHATWG HTML section 9.2): also what an `EventSource`
 * swallows. `raw` is the message's own text without the line end that completed it.
 */
import type { MalformedMessage, Message } from "../../model/message.ts";
import type { RequestBodyMessage } from "../kit/request-body.ts";

/** A dispatched event. `channel` is its type; `eventId` the last event id in effect, which sticks. */
export interface EventMessage extends Message {
  readonly kind: "event";
  readonly channel: string;
  readonly data: string;
  /** The id that this very block carries; empty when it clears the id; undefined when the id is an earlier one. */
  readonly ownId?: string | undefined;
  readonly raw: string;
}

/** An event whose data is `[DONE]`: the customary end of a language model's stream. */
export interface DoneMessage extends Message {
  readonly kind: "done";
  readonly channel: string;
  readonly ownId?: string | undefined;
  readonly raw: string;
}

/** A block with an id but no data: no event, yet the id counts. */
export interface IdMessage extends Message {
  readonly kind: "id";
  /** Empty when it clears the id. */
  readonly ownId: string;
  readonly raw: string;
}

/** A block with an event type but no data: never dispatched. */
export interface EventWithoutDataMessage extends Message {
  readonly kind: "event_without_data";
  readonly channel: string;
  readonly raw: string;
}

export interface CommentMessage extends Message {
  readonly kind: "comment";
  readonly text: string;
  readonly heartbeat: true;
  readonly raw: string;
}

/** A blank line that ends nothing. */
export interface BlankMessage extends Message {
  readonly kind: "blank";
  readonly heartbeat: true;
  readonly raw: string;
}

export interface RetryMessage extends Message {
  readonly kind: "retry";
  /** New reconnection time. */
  readonly retryMs: number;
  readonly raw: string;
}

/** A `retry` line that is not a whole number: ignored. */
export interface InvalidRetryMessage extends Message {
  readonly kind: "invalid_retry";
  readonly value: string;
  readonly raw: string;
}

/** An `id` line with U+0000 in it: ignored. */
export interface InvalidIdMessage extends Message {
  readonly kind: "invalid_id";
  readonly raw: string;
}

/** A line whose field name does not exist: ignored. Names are case-sensitive, so `Data` is one. */
export interface UnknownFieldMessage extends Message {
  readonly kind: "unknown_field";
  readonly field: string;
  readonly value: string;
  readonly raw: string;
}

/** What was left when the stream ended without the blank line that would have completed it: never dispatched. */
export interface UnfinishedMessage extends Message {
  readonly kind: "unfinished";
  readonly raw: string;
}

/** A byte order mark at the very start: dropped. */
export interface BomMessage extends Message {
  readonly kind: "bom";
  readonly raw: string;
}

/** The body of an answer that is no event stream. */
export interface BodyMessage extends Message {
  readonly kind: "body";
  readonly text: string;
  readonly raw: string;
}

export interface MalformedStreamMessage extends MalformedMessage {
  readonly raw: string;
}

export type SseMessage =
  | EventMessage
  | DoneMessage
  | IdMessage
  | EventWithoutDataMessage
  | CommentMessage
  | BlankMessage
  | RetryMessage
  | InvalidRetryMessage
  | InvalidIdMessage
  | UnknownFieldMessage
  | UnfinishedMessage
  | BomMessage
  | BodyMessage
  | RequestBodyMessage
  | MalformedStreamMessage;
