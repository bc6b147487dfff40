/** Real servers to connect to, as small as can be; all are stopped after each test. */
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
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
