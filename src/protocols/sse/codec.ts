/** Chooses what reads which direction, and reads single messages again from what was stored. */
import type { Direction, FrameData, Handshake } from "../../model/frame.ts";
import type { Decoder, StoredMessage } from "../../model/protocol.ts";
import { RequestBodyDecoder, requestBody } from "../kit/request-body.ts";
import { BodyDecoder } from "./body-decoder.ts";
import { lastEventIdOf } from "./last-event-id.ts";
import type { SseMessage } from "./messages.ts";
import { isEventStream } from "./response.ts";
import { SseStreamDecoder, tooLong } from "./stream-decoder.ts";

export function createDecoder(direction: Direction, handshake: Handshake): Decoder<SseMessage> {
  if (direction === "sent") return new RequestBodyDecoder(requestBody);
  if (!isEventStream(handshake.response)) return new BodyDecoder();
  return new SseStreamDecoder(lastEventIdOf(handshake.request.headers));
}

export function readMessage(stored: StoredMessage): SseMessage {
  const raw = textOf(stored.data);
  switch (stored.kind) {
    case "request_body":
      return requestBody(raw);
    case "body":
      return { kind: "body", text: raw, raw };
    case "malformed":
      return { kind: "malformed", reason: tooLong, raw };
    case "unfinished":
      return { kind: "unfinished", raw };
    case "bom":
      return { kind: "bom", raw };
    case "blank":
      return { kind: "blank", heartbeat: true, raw: "" };
    default:
      return readAgain(stored, raw);
  }
}

/** The rest are lines and blocks: completed with what ended them, they decode to the same again. */
function readAgain(stored: StoredMessage, raw: string): SseMessage {
  const decoder = new SseStreamDecoder(stored.eventId ?? "");
  // A line end first, so that a byte order mark in the block is no start of a stream.
  const end = raw.endsWith("\r") ? "\r" : "\n\n";
  const messages = decoder.decode({ kind: "chunk", direction: "received", data: `\n${raw}${end}` });
  const found = messages.find((message) => message.kind === stored.kind);
  return found ?? { kind: "malformed", reason: `not readable as ${stored.kind}`, raw };
}

function textOf(data: FrameData): string {
  return typeof data === "string" ? data : new TextDecoder().decode(data);
}
