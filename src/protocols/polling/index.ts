/** Polling over HTTP, short and long (RFC 6202): any address that is asked again and again. */
import type { Clue, Protocol } from "../../model/protocol.ts";
import { RequestBodyDecoder, routineRequestBody } from "../kit/request-body.ts";
import { readUrl } from "../kit/url.ts";
import { advise } from "./advice.ts";
import { PollingClientSession } from "./client-session.ts";
import { createDecoder, readMessage } from "./codec.ts";
import { describe, summarize } from "./display.ts";
import { Items, itemSettings, readItemPaths } from "./items.ts";
import type { PollingMessage } from "./messages.ts";
import { PollingObserver } from "./observer.ts";
import { pairing } from "./pairing.ts";
import { longDoorPath, shortDoorPath } from "./server-answers.ts";
import { PollingServerSession } from "./server-session.ts";
import { connectForm } from "./settings.ts";

/** Where items are is all that settings change in how polls are read and judged. */
function pollingWith(items: Items): Protocol<PollingMessage> {
  return {
    ...polling,
    createDecoder: (direction, handshake) => createDecoder(direction, handshake, items),
    summarize: (message) => summarize(message, items),
    describe: (message) => describe(message, items),
    createObserver: () => new PollingObserver(items),
  };
}

const guessed = new Items();

export const polling: Protocol<PollingMessage> = {
  id: "polling",
  title: "Polling",
  transport: "http",
  polls: true,
  match,
  configuredBy: itemSettings,
  configured: (settings) => pollingWith(new Items(readItemPaths(settings))),
  createDecoder: (direction, handshake) => createDecoder(direction, handshake, guessed),
  createRequestDecoder: () => new RequestBodyDecoder(routineRequestBody),
  read: readMessage,
  lifecycle: ["request_body"],
  serverKinds: ["reply", "empty", "not_modified", "no_content", "refused"],
  farewells: ["disconnect"],
  summarize: (message) => summarize(message, guessed),
  describe: (message) => describe(message, guessed),
  pairing,
  labelChannel: (channel) => channel,
  createObserver: () => new PollingObserver(guessed),
  connectForm,
  commandForms: [{ kind: "poll", title: "Poll now", fields: [] }],
  createClientSession: (options) => new PollingClientSession(options),
  advise,
  door: {
    path: shortDoorPath,
    hint: "/TOPIC; goes on after ?cursor=N or If-None-Match; ?history=N, ?empty=200|204|304",
    sample: {
      pathAndQuery: `${shortDoorPath}/chat:lobby`,
      settings: { mode: "short", interval: "2", cursor: "json $.cursor -> query cursor" },
    },
  },
  moreDoors: [
    {
      path: longDoorPath,
      hint: "/TOPIC; as /poll, but holds for news; Prefer: wait=N or ?hold=N seconds (25, at most 120)",
      sample: { pathAndQuery: `${longDoorPath}/chat:lobby`, settings: { mode: "long" } },
    },
  ],
  createServerSession: (options) => new PollingServerSession(options),
};

function match(clue: Clue): number {
  const url = readUrl(clue.url);
  if (url?.protocol !== "http:" && url?.protocol !== "https:") return 0;
  if (/^text\/event-stream\b/i.test(clue.contentType ?? "")) return 0.02;
  if (/\/(long-?poll|lp|poll(ing)?)\b/i.test(url.pathname)) return 0.6;
  return /\bjson\b/i.test(clue.contentType ?? "") || clue.status === 204 || clue.status === 304 ? 0.4 : 0.12;
}
