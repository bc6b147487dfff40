/** What a raw WebSocket carries: text, JSON in text, or bytes. What they mean is the application's own affair. */
import type { MalformedMessage, Message } from "../../model/message.ts";

export interface TextMessage extends Message {
  readonly kind: "text";
  readonly text: string;
}

/** A text message that is a JSON object or array. A lone JSON string, number or literal stays `text`. */
export interface JsonMessage extends Message {
  readonly kind: "json";
  readonly text: string;
  readonly value: object;
}

export interface BinaryMessage extends Message {
  readonly kind: "binary";
  readonly bytes: Uint8Array;
}

/** A text frame whose bytes are not UTF-8 (RFC 6455 section 8.1). */
export interface InvalidTextMessage extends MalformedMessage {
  readonly bytes: Uint8Array;
}

export type WebSocketMessage = TextMessage | JsonMessage | BinaryMessage | InvalidTextMessage;
