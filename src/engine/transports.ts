/** The two ways out, shared by all sessions: a transport has no state of its own. */
import type { Transport, TransportName } from "../model/transport.ts";
import { createHttpTransport } from "../transports/http.ts";
import { createWebSocketTransport } from "../transports/websocket.ts";

export const transports: Readonly<Record<TransportName, Transport>> = {
  websocket: createWebSocketTransport(),
  http: createHttpTransport(),
};
