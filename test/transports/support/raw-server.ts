/** Listeners that answer with bytes written by hand, for peers that break rules. All stop with the test. */
import { createHash } from "node:crypto";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export interface RawServer {
  readonly port: number;
  readonly server: Server;
}

export async function listen(server: Server, host = "127.0.0.1"): Promise<RawServer> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    // A peer that resets is part of many of these tests.
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, resolve);
  });
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return { port: (server.address() as AddressInfo).port, server };
}

export function startRawServer(onConnection: (socket: Socket) => void, host?: string): Promise<RawServer> {
  return listen(
    createServer({ allowHalfOpen: true }, (socket) => {
      socket.on("error", () => {});
      onConnection(socket);
    }),
    host,
  );
}

/** A port on which nothing listens. */
export async function refusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Reads up to the end of the request head, one character per byte. */
export function readHead(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let head = "";
    const onData = (chunk: Buffer) => {
      head += chunk.toString("latin1");
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      socket.off("data", onData);
      // What comes later is left to flow away, so that the end is seen.
      socket.resume();
      resolve(head.slice(0, end));
    };
    socket.on("data", onData);
  });
}

/** Answers an upgrade with 101 and goes on with the bytes given. Returns the request head. */
export async function acceptUpgrade(
  socket: Socket,
  bytes: Uint8Array = Buffer.alloc(0),
  headers = "",
): Promise<string> {
  const head = await readHead(socket);
  const key = /^sec-websocket-key: (.+)$/im.exec(head)?.[1] ?? "";
  const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
  const response = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n${headers}\r\n`;
  socket.write(Buffer.concat([Buffer.from(response), bytes]));
  return head;
}

/** One unmasked frame, as a server sends it. `first` is the first byte: FIN, RSV and opcode. */
export function frameBytes(first: number, payload: string | Uint8Array): Buffer {
  const data = Buffer.from(payload as string);
  const header =
    data.length < 126
      ? Buffer.from([first, data.length])
      : data.length < 65_536
        ? Buffer.from([first, 126, data.length >> 8, data.length & 0xff])
        : Buffer.concat([Buffer.from([first, 127, 0, 0, 0, 0]), uint32(data.length)]);
  return Buffer.concat([header, data]);
}

/** Reads masked frames of a client: opcode and payload, as they come. */
export function readFrames(socket: Socket, onFrame: (opcode: number, payload: Buffer) => void): void {
  let buffered = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    for (;;) {
      if (buffered.length < 6) return;
      const length = (buffered[1] ?? 0) & 0x7f;
      if (buffered.length < 6 + length) return;
      const mask = buffered.subarray(2, 6);
      const payload = Buffer.from(buffered.subarray(6, 6 + length)).map((byte, i) => byte ^ (mask[i % 4] ?? 0));
      onFrame((buffered[0] ?? 0) & 0x0f, Buffer.from(payload));
      buffered = buffered.subarray(6 + length);
    }
  });
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
