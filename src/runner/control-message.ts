/** WebSocket control frames as rows of the timeline; no protocol of ours gives them a meaning of its own. */
import type { ControlFrame, FrameData } from "../model/frame.ts";
import type { TransportMessage } from "../model/message.ts";

export function controlMessage(frame: ControlFrame): TransportMessage {
  const text = readableText(frame.data);
  switch (frame.kind) {
    case "ping":
      return { kind: "ws_ping", heartbeat: true, data: text };
    case "pong":
      return { kind: "ws_pong", heartbeat: true, data: text };
    case "close":
      return { kind: "ws_close", frame: { code: frame.code, reason: text } };
  }
}

/** Control payloads are mostly text, but need not be: other bytes are given in hex. */
function readableText(data: FrameData): string {
  if (typeof data === "string") return data;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    return `0x${Buffer.from(data).toString("hex")}`;
  }
}
