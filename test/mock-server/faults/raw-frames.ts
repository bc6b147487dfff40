/** Reads WebSocket frames out of raw bytes (RFC 6455 section 5.2), as a server sends them: unmasked. Text as latin1. */
import type { RawClient } from "./raw-client.ts";

export interface RawFrame {
  readonly fin: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

function readFrames(bytes: Buffer): RawFrame[] {
  const frames: RawFrame[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [first = 0, second = 0] = [bytes[at], bytes[at + 1]];
    const short = second & 0x7f;
    const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (at + headBytes > bytes.length) break;
    const length =
      short < 126 ? short : short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
    const payload = bytes.subarray(at + headBytes, at + headBytes + length);
    if (payload.length < length) break;
    frames.push({ fin: first >= 0x80, opcode: first & 0x0f, payload });
    at += headBytes + length;
  }
  return frames;
}

/** Waits until so many frames are whole. */
export async function takeFrames({ bytes, received }: RawClient, count: number): Promise<RawFrame[]> {
  while (readFrames(bytes()).length < count) await received.take();
  return readFrames(bytes());
}

export async function takeTexts(client: RawClient, count: number): Promise<string[]> {
  return (await takeFrames(client, count)).map(({ payload }) => payload.toString("latin1"));
}
