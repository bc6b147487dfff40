/** One frame, one message: knows text from JSON from bytes, and nothing of what an application means by them. */
import type { DataFrame, FrameData } from "../../model/frame.ts";
import type { Decoder, StoredMessage } from "../../model/protocol.ts";
import { nothing } from "../kit/nothing.ts";
import { decodeUtf8 } from "../kit/utf8.ts";
import type { WebSocketMessage } from "./messages.ts";

/** Longer texts stay `text`: parsing them would stall everything that comes after. */
export const maxJsonLength = 4 * 1024 * 1024;

export class WebSocketDecoder implements Decoder<WebSocketMessage> {
  decode(frame: DataFrame): readonly WebSocketMessage[] {
    return [frame.kind === "binary" ? binaryMessage(frame.data) : textMessage(frame.data)];
  }

  /** Transports hand over whole messages only, so nothing can be left. */
  end(): readonly WebSocketMessage[] {
    return nothing;
  }
}

export function readMessage(stored: StoredMessage): WebSocketMessage {
  return stored.frameKind === "binary" ? binaryMessage(stored.data) : textMessage(stored.data);
}

function binaryMessage(data: FrameData): WebSocketMessage {
  return { kind: "binary", bytes: typeof data === "string" ? new TextEncoder().encode(data) : data };
}

function textMessage(data: FrameData): WebSocketMessage {
  if (typeof data === "string") return parsed(data);
  const result = decodeUtf8(data);
  if (result.ok) return parsed(result.text);
  return { kind: "malformed", reason: result.reason, offset: result.offset, bytes: data };
}

function parsed(text: string): WebSocketMessage {
  if (text.length <= maxJsonLength && opensJson.test(text)) {
    try {
      return { kind: "json", text, value: JSON.parse(text) as object };
    } catch {
      // Many texts begin with a bracket and are not JSON (`[INFO] ready`): that is no fault of theirs.
    }
  }
  return { kind: "text", text };
}

const opensJson = /^\s*[[{]/;
