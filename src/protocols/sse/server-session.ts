/**
 * The server half that the mock server runs: streams topics of the hub as events, and goes on after Last-Event-ID.
 * Ids count within the topic when one is asked for, over all topics when several are: so they have no holes.
 */
import type { Command } from "../../model/form.ts";
import type { HeaderList, RequestHead } from "../../model/frame.ts";
import type { JoinRequest, Publication, TopicState } from "../../model/hub.ts";
import type { ServerOptions } from "../../model/protocol.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect, ServerInput, ServerSession } from "../../model/session.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { dataText, publicationText } from "../kit/publication-text.ts";
import { refusalOf } from "../kit/refusal.ts";
import { readUrl } from "../kit/url.ts";
import { type Dismissed, dismissedOf } from "./dismissed.ts";
import { formatBlock } from "./format.ts";
import { lastEventIdOf } from "./last-event-id.ts";
import type { SseMessage } from "./messages.ts";
import * as answers from "./server-answers.ts";

const keepaliveMs = 15_000;
const defaultRetryMs = 1000;

export class SseServerSession implements ServerSession<SseMessage> {
  readonly #script: ServerScript | undefined;
  readonly #dismissed: Dismissed;
  #url = "";
  #topics: readonly string[] = nothing;
  /** Event type of all events; `topic` stands for each topic's own name. Undefined: plain messages. */
  #eventType: string | undefined;
  /** The id that the client has seen; undefined for a client that starts anew. */
  #after: number | undefined;
  /** Answers that the hub still owes; until then everything waits in `#early`. */
  #awaited = 0;
  #early: Publication[] = [];
  #states: TopicState[] = [];

  constructor({ script, shared }: Pick<ServerOptions, "script" | "shared">) {
    this.#script = script;
    this.#dismissed = dismissedOf(shared);
  }

  handle(input: ServerInput<SseMessage>): readonly ServerEffect[] {
    switch (input.kind) {
      case "requested":
        return this.#requested(input.request);
      case "joined":
        return this.#joined(input.topic);
      case "published":
        return this.#published(input.publication);
      case "woke":
        return [send(":\n\n"), keepalive];
      case "commanded":
        return this.#commanded(input.command);
      case "told":
        return this.#told(input.topic, input.data);
      case "received":
      case "closed":
        return nothing;
    }
  }

  #requested(request: RequestHead): readonly ServerEffect[] {
    const url = readUrl(request.url);
    if (!url || url.pathname.replace(/\/$/, "") !== answers.doorPath) return [answers.notFound];
    if (request.method === "OPTIONS") return [answers.preflight];
    if (request.method !== "GET" && request.method !== "POST") return [answers.methodNotAllowed];
    if (this.#dismissed.isDue(request.url)) return [answers.stayAway];
    this.#url = request.url;
    if (!acceptsEvents(headerValue(request.headers, "accept"))) return [answers.notAcceptable];
    this.#topics = [...new Set(url.searchParams.getAll("topic").filter((topic) => topic !== ""))];
    if (this.#topics.length === 0) return [answers.topicMissing];
    const refusal = refusalOf(this.#script, request, this.#topics);
    if (refusal) return [refusal];
    this.#eventType = url.searchParams.get("event") || undefined;
    this.#awaited = this.#topics.length;
    const lastEventId = lastEventIdOf(request.headers) || (url.searchParams.get("lastEventId") ?? "");
    const hello = this.#takeLastEventId(lastEventId);
    const last = wholeNumber(url.searchParams.get("history"));
    const retryMs = wholeNumber(url.searchParams.get("retry")) ?? defaultRetryMs;
    return [
      { kind: "respond", status: 200, headers: streamHeaders, stream: true },
      send(`retry: ${retryMs}\n\n${hello}`),
      keepalive,
      ...this.#topics.map((topic): ServerEffect => ({ kind: "join", join: this.#joinRequest(topic, last) })),
    ];
  }

  /** Returns a comment for an id that cannot be one of ours. */
  #takeLastEventId(id: string): string {
    this.#after = wholeNumber(id);
    if (id === "" || this.#after !== undefined) return "";
    return formatBlock({ comment: `Last-Event-ID "${id}" is none of this server's ids: starting from now` });
  }

  /** A topic's own ids name no epoch, which `JoinRequest.after` needs; so all of its history is asked for and cut here. */
  #joinRequest(topic: string, last: number | undefined): JoinRequest {
    if (this.#after === undefined) return { topic, last };
    return this.#isSingle() ? { topic, last: Number.MAX_SAFE_INTEGER } : { topic, afterGlobalId: this.#after };
  }

  #joined(state: TopicState): readonly ServerEffect[] {
    if (this.#awaited === 0) return nothing;
    this.#states.push(state);
    this.#awaited -= 1;
    return this.#awaited > 0 ? nothing : this.#start();
  }

  /** Several topics answer one by one, but their history is one row of ids: it is sent when all have answered. */
  #start(): readonly ServerEffect[] {
    const asked = this.#states.flatMap((state) => state.replay).filter((publication) => this.#isNew(publication));
    const all = new Map([...asked, ...this.#early].map((publication) => [publication.globalId, publication]));
    const inOrder = [...all.values()].sort((a, b) => a.globalId - b.globalId);
    this.#early = [];
    const effects = inOrder.map((publication) => this.#event(publication, [publication.topic]));
    const comment = this.#explainHistory(asked[0]);
    return comment === undefined ? effects : [send(formatBlock({ comment })), ...effects];
  }

  #isNew(publication: Publication): boolean {
    return this.#after === undefined || this.#idOf(publication) > this.#after;
  }

  #explainHistory(first: Publication | undefined): string | undefined {
    const after = this.#after;
    if (after === undefined) return undefined;
    const newest = Math.max(...this.#states.map((state) => (this.#isSingle() ? state.lastOffset : state.lastGlobalId)));
    if (after > newest) return `Last-Event-ID ${after} is from another run of this server: its newest is ${newest}`;
    const firstKept = first ? this.#idOf(first) : newest + 1;
    const isCut = this.#isSingle() ? firstKept > after + 1 : this.#states.some((state) => !state.complete);
    return isCut ? `not all events after ${after} are kept any more` : undefined;
  }

  #published(publication: Publication): readonly ServerEffect[] {
    if (this.#awaited === 0) return [this.#event(publication)];
    this.#early.push(publication);
    return nothing;
  }

  #told(topic: string | undefined, data: unknown): readonly ServerEffect[] {
    if (this.#awaited > 0 || (topic !== undefined && !this.#topics.includes(topic))) return nothing;
    const event = this.#eventType === "topic" ? topic : this.#eventType;
    return [send(formatBlock({ event, data: dataText(data) }))];
  }

  /** The client comes back after its reconnection time, since the standard calls any end of the body a reason to. */
  #commanded({ kind, values }: Command): readonly ServerEffect[] {
    if (kind === "drop") return [{ kind: "drop" }];
    if (kind !== "restart" && kind !== "kick" && kind !== "disconnect") return nothing;
    if (kind === "disconnect" && values.reconnect === "false") this.#dismissed.add(this.#url);
    return [{ kind: "end" }];
  }

  /** `topics` where the input that it answers is not about the publication. */
  #event(publication: Publication, topics?: readonly string[]): ServerEffect {
    const event = this.#eventType === "topic" ? publication.topic : this.#eventType;
    return send(
      formatBlock({ id: String(this.#idOf(publication)), event, data: publicationText(publication) }),
      topics,
    );
  }

  #idOf(publication: Publication): number {
    return this.#isSingle() ? publication.offset : publication.globalId;
  }

  #isSingle(): boolean {
    return this.#topics.length === 1;
  }
}

const keepalive: ServerEffect = { kind: "wake", timer: "keepalive", afterMs: keepaliveMs };

const streamHeaders: HeaderList = [
  ["Content-Type", "text/event-stream; charset=utf-8"],
  ["Cache-Control", "no-cache"],
  // nginx and others that know the header pass on each write at once.
  ["X-Accel-Buffering", "no"],
  ...answers.cors,
];

function send(data: string, topics?: readonly string[]): ServerEffect {
  return { kind: "send", data, topics };
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** RFC 9110 section 12.5.1, without weights: a missing header takes anything. */
function acceptsEvents(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  return accept
    .split(",")
    .some((range) => ["text/event-stream", "text/*", "*/*"].includes((range.split(";")[0] ?? "").trim().toLowerCase()));
}
