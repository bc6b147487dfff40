/** MessageBus (message_bus 4.5.2 and its JavaScript client): channels over streamed, long and plain polls. */
import type { Clue, Protocol } from "../../model/protocol.ts";
import { readUrl } from "../kit/url.ts";
import { advise } from "./advice.ts";
import { MessageBusClientSession } from "./client-session.ts";
import { createDecoder, createRequestDecoder, readMessage } from "./codec.ts";
import { describe, summarize } from "./display.ts";
import type { MessageBusMessage } from "./messages.ts";
import { MessageBusObserver } from "./observer.ts";
import { pairing } from "./pairing.ts";
import { clientIdOf } from "./poll-request.ts";
import { doorPath } from "./server-answers.ts";
import { MessageBusServerSession } from "./server-session.ts";
import { commandForms, connectForm, readOnlyReason } from "./settings.ts";

export const messageBus: Protocol<MessageBusMessage> = {
  id: "message-bus",
  title: "MessageBus",
  transport: "http",
  match,
  createDecoder,
  createRequestDecoder,
  polls: true,
  clientOf: ({ url }) => clientIdOf(url) || undefined,
  read: readMessage,
  lifecycle: ["stream", "long_poll", "plain_poll", "status"],
  serverKinds: ["message", "status", "empty"],
  farewells: ["disconnect"],
  summarize,
  describe,
  pairing,
  labelChannel: (channel) => channel,
  createObserver: () => new MessageBusObserver(),
  connectForm,
  commandForms,
  readOnlyReason,
  createClientSession: (options) => new MessageBusClientSession(options),
  advise,
  door: {
    path: doorPath,
    hint: "MessageBus; the channel /chat hears the topic chat, /chat/lobby hears chat:lobby; POST /message-bus/broadcast publishes",
    sample: { pathAndQuery: doorPath, settings: { channels: "/chat/lobby 0" } },
  },
  createServerSession: (options) => new MessageBusServerSession(options),
};

function match({ url: text, contentType }: Clue): number {
  const url = readUrl(text);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return 0;
  if (contentType?.startsWith("text/event-stream")) return 0;
  return /\/message-bus(\/|$)/.test(url.pathname) ? 0.98 : 0.05;
}
