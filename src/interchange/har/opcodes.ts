/** WebSocket frames by their opcodes (RFC 6455 section 5.2), as `_webSocketMessages` name them: text as it is, all else base64. */
import type { StoredFrame } from "../../capture/frame-reader.ts";
import type { FrameData, FrameKind } from "../../model/frame.ts";
import { decodeUtf8 } from "../../protocols/kit/utf8.ts";

export const opcodes: Readonly<Partial<Record<FrameKind, number>>> = {
  text: 1,
  binary: 2,
  close: 8,
  ping: 9,
  pong: 10,
};

/** What stood in the frame; of a close its code comes before its reason. Text where it is. */
export function payloadOf({ kind, data, code }: StoredFrame): FrameData {
  if (kind === "close") {
    if (code === undefined) return new Uint8Array();
    const reason = Buffer.from(typeof data === "string" ? data : data);
    return Buffer.concat([Buffer.from([code >> 8, code & 255]), reason]);
  }
  if (typeof data === "string" || kind !== "text") return data;
  const decoded = decodeUtf8(data);
  return decoded.ok ? decoded.text : data;
}

export function base64Of(data: FrameData): string {
  return (
    typeof data === "string" ? Buffer.from(data) : Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  ).toString("base64");
}
