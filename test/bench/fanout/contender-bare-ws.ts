/** The least that a broadcaster over `ws` can do for Action Cable clients: confirm, ping, send one string to all. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import { identifier, serve } from "./broadcaster.ts";

const clients = new Set<WebSocket>();
const server = new WebSocketServer({ port: 0, host: "127.0.0.1", perMessageDeflate: false, clientTracking: false });
server.on("connection", (client) => {
  client.send('{"type":"welcome"}');
  client.on("message", () => {
    clients.add(client);
    client.send(JSON.stringify({ identifier, type: "confirm_subscription" }));
  });
  client.on("close", () => clients.delete(client));
});
setInterval(() => {
  const ping = JSON.stringify({ type: "ping", message: Math.floor(Date.now() / 1000) });
  for (const client of clients) client.send(ping);
}, 3000);
await once(server, "listening");
serve((server.address() as AddressInfo).port, (message) => {
  const text = JSON.stringify({ identifier, message });
  for (const client of clients) client.send(text);
});
