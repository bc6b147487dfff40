/** Action Cable, Rails 6.0 to 8.2, as the rest of the house sees it. */
import type { Clue, Protocol, StoredMessage } from "../../model/protocol.ts";
import { advise } from "./advice.ts";
import { ActionCableClientSession } from "./client-session.ts";
import { commandForms, connectForm } from "./client-settings.ts";
import { createDecoder, decodeFrame } from "./codec.ts";
import { describe, labelChannel, summarize } from "./display.ts";
import { type ActionCableMessage, subprotocols } from "./messages.ts";
import { ActionCableObserver } from "./observer.ts";
import { pairing } from "./pairing.ts";
import { ActionCableServerSession } from "./server-session.ts";

const chat = 'ChatChannel {"room":"lobby"}';
/** The stream of the demo's task board, signed as on a Rails page. */
const demoBoard =
  'Turbo::StreamsChannel {"signed_stream_name":"ImRlbW86Ym9hcmQi--d01608c1c130b57c09ae766da3853082cad24c943550c8b0516cce74c5a19360"}';

export const actionCable: Protocol<ActionCableMessage> = {
  id: "action-cable",
  title: "Action Cable",
  transport: "websocket",
  hasNoEventIds: true,
  match,
  createDecoder: (direction) => createDecoder(direction),
  read,
  lifecycle: ["welcome", "subscribe", "unsubscribe", "confirm_subscription"],
  serverKinds: ["welcome", "ping", "confirm_subscription", "reject_subscription", "disconnect", "message"],
  summarize,
  describe,
  pairing,
  labelChannel,
  createObserver: () => new ActionCableObserver(),
  connectForm,
  commandForms,
  createClientSession: (options) => new ActionCableClientSession(options),
  advise,
  door: {
    path: "/cable",
    hint: "Action Cable; any …Channel is accepted: ChatChannel with room lobby hears the topic chat:lobby",
    sample: { pathAndQuery: "/cable", settings: { channels: chat } },
    demo: { pathAndQuery: "/cable", settings: { channels: `${chat}\n${demoBoard}` } },
  },
  createServerSession: (options) => new ActionCableServerSession(options),
};

function match({ url, subprotocol, contentType }: Clue): number {
  if (subprotocol !== undefined && (subprotocols as readonly string[]).includes(subprotocol)) return 1;
  if (!URL.canParse(url) || contentType?.startsWith("text/event-stream")) return 0;
  const { protocol, pathname } = new URL(url);
  const isCable = /\/cable\/?$/.test(pathname);
  if (protocol === "ws:" || protocol === "wss:") return isCable ? 0.95 : 0.2;
  return isCable ? 0.9 : 0;
}

function read({ frameKind, data, direction }: StoredMessage): ActionCableMessage {
  return decodeFrame(frameKind, data, direction);
}
