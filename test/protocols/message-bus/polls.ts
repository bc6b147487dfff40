/** Decoding replies and polls as a recorder has them decoded: frame by frame, then the end. */
import type { HeaderList } from "../../../src/model/frame.ts";
import type { Decoder } from "../../../src/model/protocol.ts";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import type { MessageBusMessage } from "../../../src/protocols/message-bus/messages.ts";
import { httpHandshake } from "../handshakes.ts";

export const streamType: HeaderList = [["content-type", "text/plain; charset=utf-8"]];
export const jsonType: HeaderList = [["content-type", "application/json; charset=utf-8"]];

const encoder = new TextEncoder();

export function bytesOf(text: string): Uint8Array {
  return encoder.encode(text);
}

export function decodeReply(slices: readonly (string | Uint8Array)[], headers = streamType): MessageBusMessage[] {
  const url = "http://h/message-bus/abc/poll";
  return run(messageBus.createDecoder("received", httpHandshake({ url, method: "POST", headers })), slices);
}

export function decodeRequest(
  slices: readonly (string | Uint8Array)[],
  url = "http://h/message-bus/abc/poll",
  headers: HeaderList = [],
): MessageBusMessage[] {
  const { request } = httpHandshake({ url, method: "POST", requestHeaders: headers });
  const decoder = messageBus.createRequestDecoder?.(request);
  return decoder ? run(decoder, slices) : [];
}

function run(decoder: Decoder<MessageBusMessage>, slices: readonly (string | Uint8Array)[]): MessageBusMessage[] {
  const messages = slices.flatMap((data) => decoder.decode({ kind: "chunk", direction: "received", data }));
  return [...messages, ...decoder.end()];
}

/** One item of a batch, as the server writes it. */
export function item(channel: string, messageId: number, data: unknown, globalId = messageId + 100): string {
  return JSON.stringify({ global_id: globalId, message_id: messageId, channel, data });
}

export function status(positions: Record<string, number>): string {
  return JSON.stringify({ global_id: -1, message_id: -1, channel: "/__status", data: positions });
}

/** A block of a stream. */
export function block(...items: readonly string[]): string {
  return `[${items.join(",")}]\r\n|\r\n`;
}
