/**
 * The stream that every contender receives: Action Cable data frames of 200 bytes, built once, in blocks that are
 * written as they are. Knows nothing of sockets.
 */

const payloadBytes = 200;
/** RFC 6455 section 5.2: two bytes, and two more for a length from 126 to 65 535. A server's frames are not masked. */
export const frameBytes = payloadBytes + 4;
export const framesInBlock = 1000;

export const identifier = '{"channel":"ChatChannel","room":"bench"}';

/** One text frame of an unmasked side, up to 64 KiB. */
export function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  if (payload.length < 126) return Buffer.concat([Buffer.from([0x81, payload.length]), payload]);
  return Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]), payload]);
}

/** `framesInBlock` different messages, each exactly `payloadBytes` long. */
export function buildBlock(): Buffer {
  const frames: Buffer[] = [];
  for (let n = 0; n < framesInBlock; n++) {
    const head = `{"identifier":${JSON.stringify(identifier)},"message":{"id":${100_000 + n},"user":"user-${n % 37}","body":"`;
    const tail = '"}}';
    frames.push(textFrame(head + "lorem ipsum ".repeat(17).slice(0, payloadBytes - head.length - tail.length) + tail));
  }
  return Buffer.concat(frames);
}
