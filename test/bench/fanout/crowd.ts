/**
 * A process that is ten thousand Action Cable clients at once. It speaks just enough of RFC 6455 by hand that each
 * costs next to nothing, and tells when the last of them has a broadcast.
 */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import process from "node:process";

export type CrowdOrder =
  | {
      readonly kind: "connect";
      readonly clients: number;
      readonly port: number;
      readonly path: string;
      readonly identifier: string;
    }
  /** Watch for a broadcast whose payload has this text in it. */
  | { readonly kind: "await"; readonly marker: string; readonly forMs: number };

/** Moments are ms since the epoch. */
export type CrowdReport =
  | { readonly kind: "connected"; readonly clients: number }
  | { readonly kind: "awaiting" }
  /** `at`: when the last of them had it; 0 where none did. */
  | { readonly kind: "reached"; readonly clients: number; readonly at: number };

const atOnce = 100;
const connectLimitMs = 90_000;
const report = (message: CrowdReport) => process.send?.(message);
const now = () => performance.timeOrigin + performance.now();

const sockets: Socket[] = [];
let marker = Buffer.from("\0");
let reached = 0;
let lastAt = 0;
let done: (() => void) | undefined;

/** RFC 6455 section 5.2: a client's frames are masked; with a key of zeros the payload stays as it is. */
function maskedText(text: string): Buffer {
  const payload = Buffer.from(text);
  const head =
    payload.length < 126 ? [0x81, 0x80 | payload.length] : [0x81, 0xfe, payload.length >> 8, payload.length & 255];
  return Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]);
}

async function join(port: number, path: string, identifier: string): Promise<void> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  sockets.push(socket);
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nOrigin: http://127.0.0.1:${port}\r\nUpgrade: websocket\r\n` +
      "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" +
      "Sec-WebSocket-Protocol: actioncable-v1-json\r\n\r\n",
  );
  const until = async (words: string) => {
    let text = "";
    while (!text.includes(words)) text += String((await once(socket, "data"))[0]);
  };
  await until('"welcome"');
  socket.write(maskedText(JSON.stringify({ command: "subscribe", identifier })));
  await until("confirm_subscription");
  let seen: Buffer | undefined;
  socket.on("data", (chunk: Buffer) => {
    // A frame of 200 bytes comes whole; the marker is looked for once for each broadcast and client.
    if (seen === marker || !chunk.includes(marker)) return;
    seen = marker;
    reached += 1;
    lastAt = now();
    if (reached === sockets.length) done?.();
  });
}

async function connectAll(order: CrowdOrder & { readonly kind: "connect" }): Promise<void> {
  let open = 0;
  const limit = now() + connectLimitMs;
  while (sockets.length < order.clients && now() < limit) {
    const batch = Array.from({ length: Math.min(atOnce, order.clients - sockets.length) }, () =>
      join(order.port, order.path, order.identifier).then(() => {
        open += 1;
      }),
    );
    await Promise.race([Promise.all(batch), new Promise((resolve) => setTimeout(resolve, limit - now()))]);
  }
  report({ kind: "connected", clients: open });
}

async function awaitMarker({ marker: words, forMs }: CrowdOrder & { readonly kind: "await" }): Promise<void> {
  marker = Buffer.from(words);
  reached = 0;
  lastAt = 0;
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  report({ kind: "awaiting" });
  await Promise.race([all, new Promise((resolve) => setTimeout(resolve, forMs))]);
  report({ kind: "reached", clients: reached, at: lastAt });
}

process.on("message", (order: CrowdOrder) => void (order.kind === "connect" ? connectAll(order) : awaitMarker(order)));
process.on("disconnect", () => process.exit(0));
