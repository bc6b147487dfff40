/** Server-Sent Events (WHATWG HTML section 9.2): event streams over HTTP, with all that an EventSource swallows. */
import type { Clue, Protocol } from "../../model/protocol.ts";
import { RequestBodyDecoder, requestBody } from "../kit/request-body.ts";
import { readUrl } from "../kit/url.ts";
import { advise } from "./advice.ts";
import { SseClientSession } from "./client-session.ts";
import { createDecoder, readMessage } from "./codec.ts";
import { describe, summarize } from "./display.ts";
import type { SseMessage } from "./messages.ts";
import { SseObserver } from "./observer.ts";
import { pairing } from "./pairing.ts";
import { isEventStreamType } from "./response.ts";
import { doorPath } from "./server-answers.ts";
import { SseServerSession } from "./server-session.ts";
import { connectForm } from "./settings.ts";

export const sse: Protocol<SseMessage> = {
  id: "sse",
  title: "Server-Sent Events",
  transport: "http",
  match,
  createDecoder,
  createRequestDecoder: () => new RequestBodyDecoder(requestBody),
  read: readMessage,
  lifecycle: ["request_body", "retry", "id"],
  serverKinds: ["event", "comment", "retry"],
  farewells: ["disconnect"],
  summarize,
  describe,
  pairing,
  labelChannel: (channel) => channel,
  createObserver: () => new SseObserver(),
  connectForm,
  commandForms: [],
  readOnlyReason: "An event stream goes one way: clients cannot send on it.",
  createClientSession: (options) => new SseClientSession(options),
  advise,
  door: {
    path: doorPath,
    hint: "?topic=NAME, more than once for several; goes on after Last-Event-ID; ?history=N replays",
    sample: { pathAndQuery: `${doorPath}?topic=chat:lobby`, settings: {} },
  },
  createServerSession: (options) => new SseServerSession(options),
};

function match(clue: Clue): number {
  const url = readUrl(clue.url);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return 0;
  if (clue.contentType !== undefined && isEventStreamType(clue.contentType)) return 0.95;
  if (/\/(events?|event-?stream|sse|streams?|subscribe|mercure)\b/i.test(url.pathname)) return 0.5;
  // A stream that wants POST answers a GET with something else, so another type rules nothing out.
  return clue.contentType === undefined ? 0.3 : 0.1;
}
