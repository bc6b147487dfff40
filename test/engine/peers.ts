/** Real servers to connect to, as small as can be; all are stopped after each test. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";

const running: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((stop) => stop()));
});

/** Returns its address, `ws://127.0.0.1:port`. */
export async function startWebSocketPeer(onClient: (client: WebSocket) => void): Promise<string> {
  const server = new WebSocketServer({
    host: "127.0.0.1",
    port: 0,
    maxPayload: 200_000_000,
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  await once(server, "listening");
  server.on("connection", onClient);
  running.push(() => {
    for (const client of server.clients) client.terminate();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Welcomes, confirms every subscription and then says the given texts. Returns its address. */
export function startCablePeer(...texts: readonly string[]): Promise<string> {
  return startWebSocketPeer((client) => {
    client.send('{"type":"welcome"}');
    client.on("message", (data) => {
      const { command, identifier } = JSON.parse(String(data)) as { command: string; identifier: string };
      if (command !== "subscribe") return;
      client.send(JSON.stringify({ identifier, type: "confirm_subscription" }));
      for (const text of texts) client.send(text);
    });
  });
}

/** Completes the handshake by hand and then writes whatever bytes it likes. Returns its address. */
export async function startRawWebSocketPeer(onOpen: (socket: Duplex) => void, extensions = ""): Promise<string> {
  const server = createServer();
  server.on("upgrade", (request, socket) => {
    const accept = createHash("sha1")
      .update(`${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest("base64");
    const head = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"];
    head.push(`Sec-WebSocket-Accept: ${accept}`);
    if (extensions) head.push(`Sec-WebSocket-Extensions: ${extensions}`);
    socket.write(`${head.join("\r\n")}\r\n\r\n`);
    socket.on("error", () => socket.destroy());
    // Our close ends it, or it would be waited for.
    socket.on("data", (bytes: Buffer) => {
      if (bytes[0] === 0x88) socket.end();
    });
    running.push(async () => void socket.destroy());
    onOpen(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  running.push(() => new Promise((resolve) => server.close(() => resolve())));
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Returns its address, `http://127.0.0.1:port`. */
export async function startHttpPeer(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  running.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port of this machine at which nobody listens. */
export async function unusedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
