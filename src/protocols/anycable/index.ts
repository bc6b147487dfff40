/** AnyCable (server 1.6, client 1.1): Action Cable with positions, history, restored sessions, presence and binary encodings. */
import type { Clue, Protocol, StoredMessage } from "../../model/protocol.ts";
import { labelChannel } from "../action-cable/display.ts";
import { actionCable } from "../action-cable/index.ts";
import { advise } from "./advice.ts";
import { AnyCableClientSession } from "./client-session.ts";
import { commandForms, connectForm } from "./client-settings.ts";
import { AnyCableDecoder, decodeFrame } from "./codec.ts";
import { describe, summarize } from "./display.ts";
import type { AnyCableMessage } from "./messages.ts";
import { AnyCableObserver } from "./observer.ts";
import { pairing } from "./pairing.ts";
import { attend } from "./server-attendance.ts";
import { broadcastPath } from "./server-broadcast.ts";
import { claims } from "./server-cable.ts";
import { eventsPath } from "./server-events.ts";
import { AnyCableServerSession } from "./server-session.ts";
import { stateOf } from "./server-state.ts";
import { dialectOf, isAnyCablesOwn } from "./subprotocols.ts";

export const anycable: Protocol<AnyCableMessage> = {
  id: "anycable",
  title: "AnyCable",
  transport: "websocket",
  match,
  createDecoder: (direction, { subprotocol }) => new AnyCableDecoder(direction, dialectOf(subprotocol)),
  read,
  lifecycle: [...(actionCable.lifecycle ?? []), "history", "confirm_history", "join", "leave", "ask_presence"],
  serverKinds: [...(actionCable.serverKinds ?? []), "confirm_history", "reject_history", "presence", "pong"],
  summarize,
  describe,
  pairing,
  labelChannel,
  createObserver: () => new AnyCableObserver(),
  connectForm,
  commandForms,
  createClientSession: (options) => new AnyCableClientSession(options),
  advise,
  door: {
    path: "/cable",
    alsoAt: [broadcastPath, eventsPath],
    claims,
    hint: "AnyCable, for who offers actioncable-v1-ext-json: history, presence, sessions; also at /anycable/events?stream=TOPIC, and POST /_broadcast publishes",
    sample: { pathAndQuery: "/cable", settings: { channels: 'ChatChannel {"room":"lobby"}', history: "300" } },
  },
  createServerSession: (options) => new AnyCableServerSession(options),
  attend: (attendance, shared) => attend(attendance, stateOf(shared).presence),
};

/** Below Action Cable, whose address it shares: only what was agreed on tells them apart for certain. */
function match({ url, subprotocol, contentType }: Clue): number {
  if (subprotocol !== undefined && isAnyCablesOwn(subprotocol)) return 1;
  if (subprotocol === "actioncable-v1-json") return 0.8;
  if (!URL.canParse(url) || contentType?.startsWith("text/event-stream")) return 0;
  const { protocol, pathname, searchParams } = new URL(url);
  const isWebSocket = protocol === "ws:" || protocol === "wss:";
  const isCable = /\/cable\/?$/.test(pathname);
  if (isCable && ["jid", "sid", "pi", "ptp"].some((name) => searchParams.has(name))) return 0.97;
  return isCable ? (isWebSocket ? 0.85 : 0.8) : isWebSocket ? 0.15 : 0;
}

function read({ frameKind, data, direction, subprotocol }: StoredMessage): AnyCableMessage {
  return decodeFrame(frameKind, data, direction, dialectOf(subprotocol));
}
