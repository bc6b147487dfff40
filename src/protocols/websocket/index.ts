/** Raw WebSocket (RFC 6455): text and bytes as they are, with the handshake, the control frames and the ends explained. */
import type { Clue, Protocol } from "../../model/protocol.ts";
import { readUrl } from "../kit/url.ts";
import { advise } from "./advice.ts";
import { WebSocketClientSession } from "./client-session.ts";
import { readMessage, WebSocketDecoder } from "./codec.ts";
import { commandForms } from "./commands.ts";
import { describe, summarize } from "./display.ts";
import type { WebSocketMessage } from "./messages.ts";
import { WebSocketObserver } from "./observer.ts";
import { pairing } from "./pairing.ts";
import { doorPath, WebSocketServerSession } from "./server-session.ts";
import { connectForm } from "./settings.ts";

export const websocket: Protocol<WebSocketMessage> = {
  id: "websocket",
  title: "WebSocket",
  transport: "websocket",
  hasNoEventIds: true,
  match,
  createDecoder: () => new WebSocketDecoder(),
  read: readMessage,
  serverKinds: ["text", "json", "binary"],
  farewells: ["disconnect"],
  summarize,
  describe,
  pairing,
  labelChannel: (channel) => channel,
  createObserver: () => new WebSocketObserver(),
  connectForm,
  commandForms,
  createClientSession: (options) => new WebSocketClientSession(options),
  advise,
  door: {
    path: doorPath,
    hint: "echoes what is sent; with ?topic=NAME it reaches everyone on that topic",
    sample: { pathAndQuery: `${doorPath}?topic=chat:lobby`, settings: {} },
    demo: { pathAndQuery: `${doorPath}?topic=ticker`, settings: {} },
  },
  createServerSession: (options) => new WebSocketServerSession(options),
};

/** The fallback of every WebSocket address: any protocol that recognises something more is likelier. */
function match(clue: Clue): number {
  const url = readUrl(clue.url);
  if (url?.protocol !== "ws:" && url?.protocol !== "wss:") return 0;
  return /\/(ws|websocket|socket|echo)\/?$/i.test(url.pathname) ? 0.4 : 0.3;
}
