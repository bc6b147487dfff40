/**
 * A process that floods one WebSocket client with prebuilt frames. It speaks just enough of RFC 6455 and Action Cable by
 * hand, and writes big buffers, so that it is never what limits a measurement.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import process from "node:process";
import { buildBlock, frameBytes, framesInBlock, identifier, textFrame } from "./flood.ts";

/** What the parent asks. Without `perSecond` as fast as the client takes it. */
export interface FloodOrder {
  readonly frames: number;
  readonly perSecond?: number | undefined;
}

/** What the sender tells. Moments are ms since the epoch. */
export type SenderReport =
  | { readonly kind: "listening"; readonly url: string }
  /** The client has sent its first frame: its subscription, or just a word. */
  | { readonly kind: "subscribed" }
  | { readonly kind: "started"; readonly at: number }
  | { readonly kind: "written"; readonly at: number };

const block = buildBlock();
const pingEveryMs = 3000;
let client: Socket | undefined;

const report = (message: SenderReport) => process.send?.(message);
const now = () => performance.timeOrigin + performance.now();

const server = createServer((socket) => {
  let head = "";
  socket.on("error", () => socket.destroy());
  const onHead = (piece: Buffer) => {
    head += piece.toString("latin1");
    if (!head.includes("\r\n\r\n")) return;
    socket.off("data", onHead);
    socket.write(upgradeAnswer(head));
    socket.write(textFrame('{"type":"welcome"}'));
    const pings = setInterval(() => socket.write(textFrame('{"type":"ping","message":1795570000}')), pingEveryMs);
    socket.once("close", () => clearInterval(pings));
    socket.once("data", () => {
      client = socket;
      socket.write(textFrame(JSON.stringify({ identifier, type: "confirm_subscription" })));
      report({ kind: "subscribed" });
      socket.resume();
    });
  };
  socket.on("data", onHead);
});

/** RFC 6455 section 4.2.2. */
function upgradeAnswer(head: string): string {
  const header = (name: string) => new RegExp(`^${name}: *(.*?) *$`, "im").exec(head)?.[1];
  const accept = createHash("sha1")
    .update(`${header("Sec-WebSocket-Key")}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest("base64");
  const protocol = header("Sec-WebSocket-Protocol")?.split(/, */)[0];
  return [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${accept}`,
    ...(protocol ? [`Sec-WebSocket-Protocol: ${protocol}`] : []),
    "\r\n",
  ].join("\r\n");
}

async function flood(socket: Socket, { frames, perSecond }: FloodOrder): Promise<void> {
  const startedAt = now();
  report({ kind: "started", at: startedAt });
  for (let sent = 0; sent < frames; ) {
    const due = perSecond === undefined ? frames : Math.min(frames, ((now() - startedAt) / 1000) * perSecond);
    while (sent < Math.floor(due)) {
      const count = Math.min(framesInBlock, Math.floor(due) - sent);
      sent += count;
      if (!socket.write(block.subarray(0, count * frameBytes))) await once(socket, "drain");
    }
    if (sent < frames) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  report({ kind: "written", at: now() });
}

process.on("message", (order: FloodOrder) => {
  if (client) void flood(client, order);
});
process.on("disconnect", () => process.exit(0));

server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object")
    report({ kind: "listening", url: `ws://127.0.0.1:${address.port}/cable` });
});
