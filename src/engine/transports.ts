/** The two ways out, shared by all sessions, so that those with one HTTP/2 server share a connection to it. */
import type { Transport, TransportName } from "../model/transport.ts";
import { createHttpTransport } from "../transports/http.ts";
import { createWebSocketTransport } from "../transports/websocket.ts";

export const transports: Readonly<Record<TransportName, Transport>> = {
  websocket: createWebSocketTransport(),
  http: createHttpTransport(),
};
