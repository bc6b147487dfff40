/**
 * What a MessageBus conversation says: polls go out, replies come back as batches whose items are messages of their own.
 * `raw` is the message's own text: a poll's body, one item of a batch.
 */
import type { MalformedMessage, Message, UnknownMessage } from "../../model/message.ts";

/**
 * How a poll wants to be answered. `stream`: held, in blocks as things happen. `long_poll`: held until the first thing
 * happens (`Dont-Chunk`, or HTTP/1.0). `plain_poll`: at once (`?dlp=t`).
 */
export type PollMode = "stream" | "long_poll" | "plain_poll";

export interface PollMessage extends Message {
  readonly kind: PollMode;
  /** Channel and position, in the order of the body. Positions are text as on the wire: `12`, `-1`, empty. */
  readonly positions: readonly (readonly [channel: string, position: string])[];
  /** `__seq`: the client's count of its polls. Clients other than the official one have none. */
  readonly seq: number | undefined;
  /** From the address, so only known while it is sent and not when it is read again. */
  readonly clientId?: string | undefined;
  /** All but a client's first: polls only say "still here"; what they bring is in the replies. */
  readonly heartbeat: boolean;
  readonly raw: string;
}

/** A message that someone publishes over HTTP (`POST /message-bus/broadcast`), where the app allows it. */
export interface BroadcastMessage extends Message {
  readonly kind: "broadcast";
  readonly channel: string;
  readonly data: string;
  readonly raw: string;
}

/** `eventId` is the message id: it counts within the channel, or, in some backends, is the global id. */
export interface DataMessage extends Message {
  readonly kind: "message";
  readonly channel: string;
  readonly globalId: number;
  readonly messageId: number;
  readonly data: unknown;
  readonly raw: string;
}

/** The server moves positions of the client: with ids -1 and channel `/__status`. Apps never see it. */
export interface StatusMessage extends Message {
  readonly kind: "status";
  readonly channel: "/__status";
  readonly positions: readonly (readonly [channel: string, position: number])[];
  readonly raw: string;
}

/** An empty batch: the stream works, or the poll ends with nothing. */
export interface EmptyMessage extends Message {
  readonly kind: "empty";
  readonly heartbeat: true;
  readonly raw: string;
}

/** The body of an answer that is no batch: a refusal, an error page. */
export interface BodyMessage extends Message {
  readonly kind: "body";
  readonly text: string;
  readonly raw: string;
}

/** What was left when the reply ended in the middle of a block: lost to this poll, and sent again at the next. */
export interface UnfinishedMessage extends Message {
  readonly kind: "unfinished";
  readonly raw: string;
}

export interface MalformedBlock extends MalformedMessage {
  readonly raw: string;
}

export type MessageBusMessage =
  | PollMessage
  | BroadcastMessage
  | DataMessage
  | StatusMessage
  | EmptyMessage
  | BodyMessage
  | UnfinishedMessage
  | MalformedBlock
  | UnknownMessage;

export const statusChannel = "/__status";

export function isPoll(message: Message): message is PollMessage {
  return message.kind === "stream" || message.kind === "long_poll" || message.kind === "plain_poll";
}

export const modeNames: Readonly<Record<PollMode, string>> = {
  stream: "stream",
  long_poll: "long poll",
  plain_poll: "plain poll",
};
