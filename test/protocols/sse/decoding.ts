/** Feeds bytes to the decoder of an event stream, in whatever slices. */
import type { HeaderList } from "../../../src/model/frame.ts";
import { createDecoder } from "../../../src/protocols/sse/codec.ts";
import type { SseMessage } from "../../../src/protocols/sse/messages.ts";
import { httpHandshake } from "../handshakes.ts";

const encoder = new TextEncoder();

/** Decodes the slices one after the other, and ends the stream. */
export function decode(slices: readonly (string | Uint8Array)[], requestHeaders: HeaderList = []): SseMessage[] {
  const decoder = createDecoder("received", httpHandshake({ requestHeaders }));
  const messages: SseMessage[] = [];
  for (const slice of slices) {
    const data = typeof slice === "string" ? encoder.encode(slice) : slice;
    messages.push(...decoder.decode({ kind: "chunk", direction: "received", data }));
  }
  messages.push(...decoder.end());
  return messages;
}

/** What an `EventSource` would deliver: type, data, last event id. */
export function events(messages: readonly SseMessage[]): string[][] {
  return messages.flatMap((message) =>
    message.kind === "event" ? [[message.channel, message.data, message.eventId ?? ""]] : [],
  );
}

/** The data of the events alone. */
export function data(messages: readonly SseMessage[]): string[] {
  return events(messages).map(([, text]) => text ?? "");
}

export function kinds(messages: readonly SseMessage[]): string[] {
  return messages.map((message) => message.kind);
}
