/**
 * What one poll brought. A cycle is one message: its whole body, or that there was nothing new. The kind says how the
 * server put it, so that the row needs no other source.
 */
import type { MalformedMessage, Message } from "../../model/message.ts";
import type { RequestBodyMessage } from "../kit/request-body.ts";
import type { Part } from "./multipart.ts";

/** A body with news. `eventId` is the position that it gives: a cursor, an ETag, a date of change. */
export interface ReplyMessage extends Message {
  readonly kind: "reply";
  readonly format: "json" | "json lines" | "parts" | "text";
  /** The JSON value; of JSON lines and of parts, an array of their values; undefined for text. */
  readonly payload: unknown;
  readonly parts?: readonly Part[] | undefined;
  readonly raw: string;
}

/**
 * Nothing new: 304, 204, 408 (nchan's word for a hold that ran out), or a body without items. All are heartbeats.
 * `raw` is the body, if there was one.
 */
export interface NothingNewMessage extends Message {
  readonly kind: "not_modified" | "no_content" | "timed_out" | "empty";
  readonly heartbeat: true;
  readonly raw: string;
}

/** The body of any other status; `rate_limited` is 429. */
export interface RefusalMessage extends Message {
  readonly kind: "refused" | "rate_limited";
  readonly raw: string;
}

/** Said to be JSON but is not, or longer than what is decoded. `raw` is its beginning. */
export interface MalformedReplyMessage extends MalformedMessage {
  readonly raw: string;
}

export type PollingMessage =
  | ReplyMessage
  | NothingNewMessage
  | RefusalMessage
  | RequestBodyMessage
  | MalformedReplyMessage;
