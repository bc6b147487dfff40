/**
 * AnyCable's event streams (`--sse`): one subscription by query with GET, or commands as JSON lines with POST; typed events,
 * ids `offset/epoch/stream`, resume by Last-Event-ID. The mock's door for any EventSource.
 */
import type { Command } from "../../model/form.ts";
import type { HeaderList, RequestHead } from "../../model/frame.ts";
import type { Publication } from "../../model/hub.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect, ServerInput, ServerSession, Signal } from "../../model/session.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { anyPage, plainText } from "../kit/plain-answer.ts";
import { readUrl } from "../kit/url.ts";
import { decodeUtf8 } from "../kit/utf8.ts";
import { decodeFrame } from "./codec.ts";
import type { AnyCableMessage, HistoryRequest, Position } from "./messages.ts";
import { ServerConversation, type ServerWire } from "./server-conversation.ts";
import { note } from "./server-signals.ts";
import type { ServerState } from "./server-state.ts";
import { judge } from "./server-streams.ts";

export const eventsPath = "/anycable/events";

const pingEveryMs = 3000;
/** A year: the client must not come back. */
const retryNeverMs = 31_536_000_000;
const maxLines = 1000;

const headers: HeaderList = [
  ["Content-Type", "text/event-stream; charset=utf-8"],
  ["X-Accel-Buffering", "no"],
  ["Cache-Control", "private, no-cache, no-store, must-revalidate, max-age=0"],
  ["X-Content-Type-Options", "nosniff"],
  anyPage,
];

/** GET sends the inner message only, POST the whole envelope. `raw` leaves out whatever has a type. */
interface Form {
  readonly whole: boolean;
  readonly raw: boolean;
}

export class ServerEvents implements ServerSession<AnyCableMessage> {
  private readonly state: ServerState;
  private readonly sid: string;
  private readonly script: ServerScript | undefined;
  private readonly generation: number;
  private conversation: ServerConversation | undefined;
  private form: Form = { whole: false, raw: false };

  constructor(state: ServerState, sid: string, script: ServerScript | undefined) {
    this.state = state;
    this.sid = sid;
    this.script = script;
    this.generation = state.generation;
  }

  handle(input: ServerInput<AnyCableMessage>): readonly ServerEffect[] {
    switch (input.kind) {
      case "requested":
        return this.request(input.request, input.body, input.at);
      case "joined":
        return this.conversation?.joined(input.topic, input.at) ?? nothing;
      case "published":
        return this.conversation?.published(input.publication) ?? nothing;
      case "woke":
        return this.woke(input.timer, input.at);
      case "commanded":
        return this.obey(input.command);
      case "told":
        return this.conversation?.tell(input.topic, input.data) ?? nothing;
      case "closed":
        return this.conversation?.ended(input.at) ?? nothing;
      case "received":
        return nothing;
    }
  }

  signalled(signal: Signal): readonly ServerEffect[] {
    return this.conversation?.signalled(signal) ?? nothing;
  }

  private request(request: RequestHead, body: Uint8Array, at: number): readonly ServerEffect[] {
    const refusal = this.script?.connecting(request);
    if (refusal) return [respond(refusal.status ?? 401, refusal.reason ?? "unauthorized")];
    if (request.method === "GET") return this.get(request);
    if (request.method === "POST") return this.post(request, body, at);
    return [respond(405, "GET or POST")];
  }

  private get(request: RequestHead): readonly ServerEffect[] {
    const query = readUrl(request.url)?.searchParams ?? new URLSearchParams();
    const identifier = identifierOf(query);
    if (identifier === undefined) return [respond(400, "no channel, stream or identifier")];
    const judgement = judge(identifier);
    if (judgement.kind !== "accepted") return [respond(400, "subscription rejected")];
    const lastEventId = headerValue(request.headers, "last-event-id");
    const position = lastEventId === undefined ? undefined : readEventId(lastEventId);
    if (lastEventId && !position) return [respond(400, "Last-Event-ID is not offset/epoch/stream")];
    const history = historyOf(position, Number(query.get("history_since") ?? 0));
    this.form = { whole: false, raw: /^(?:1|t|y|true)$/.test(query.get("raw") ?? "") };
    return this.open(request, [{ kind: "subscribe", channel: identifier, ...(history ? { history } : {}) }], 0);
  }

  private post(request: RequestHead, body: Uint8Array, at: number): readonly ServerEffect[] {
    const text = decodeUtf8(body);
    const lines = (text.ok ? text.text : "").split("\n").filter((line) => line.trim() !== "");
    const dialect = { encoding: "json", extended: true } as const;
    const commands = lines.slice(0, maxLines).map((line) => decodeFrame("text", line, "sent", dialect));
    if (commands.length === 0 || commands.some(({ kind }) => kind === "malformed"))
      return [respond(400, "bad command")];
    this.form = { whole: true, raw: false };
    return this.open(request, commands, at);
  }

  private open(request: RequestHead, commands: readonly AnyCableMessage[], at: number): readonly ServerEffect[] {
    const conversation = new ServerConversation(
      this.sid,
      this.state,
      this.wire(),
      this.script && { script: this.script, request },
    );
    this.conversation = conversation;
    return [
      { kind: "respond", status: 200, headers, stream: true },
      ...this.typed({ type: "welcome", sid: this.sid }),
      ...commands.flatMap((command) => conversation.receive(command, at)),
      { kind: "wake", timer: "ping", afterMs: pingEveryMs },
    ];
  }

  private woke(timer: string, at: number): readonly ServerEffect[] {
    if (timer !== "ping") return this.conversation?.woke(timer, at) ?? nothing;
    const ping = this.typed({ type: "ping", message: Math.floor(at / 1000) });
    return [...ping, { kind: "wake", timer: "ping", afterMs: pingEveryMs }];
  }

  private obey({ kind, values }: Command): readonly ServerEffect[] {
    if (!this.conversation) return nothing;
    if (kind === "drop") return [{ kind: "drop" }];
    if (kind === "reject") return this.conversation.takeBack(values.topic ?? "");
    if (kind === "restart") this.state.restart(this.generation);
    return kind === "restart" || kind === "kick" || kind === "disconnect" ? this.part(values) : nothing;
  }

  private part(values: Readonly<Record<string, string>>): readonly ServerEffect[] {
    const reconnect = values.reconnect !== "false";
    const body = { type: "disconnect", reason: values.reason || "remote", reconnect };
    const retry = reconnect ? "" : `retry: ${retryNeverMs}\n`;
    this.conversation = undefined;
    return [
      { kind: "send", data: `event: disconnect\ndata: ${JSON.stringify(body)}\n${retry}\n` },
      { kind: "end" },
      { kind: "forget", timer: "ping" },
    ];
  }

  private typed(body: Readonly<Record<string, unknown>>): ServerEffect[] {
    if (this.form.raw) return [];
    return [{ kind: "send", data: `event: ${String(body.type)}\ndata: ${JSON.stringify(body)}\n\n` }];
  }

  private wire(): ServerWire {
    return {
      extended: true,
      message: (body) => this.typed(body)[0] ?? note(`${String(body.type)} left out: raw`),
      data: (identifier, data) => this.data(identifier, data, undefined),
      publication: (identifier, { data }: Publication, position) => this.data(identifier, data, position),
    };
  }

  private data(identifier: string, data: unknown, position: Position | undefined): ServerEffect {
    const inner = typeof data === "string" ? data : JSON.stringify(data ?? "null");
    const text = this.form.whole ? JSON.stringify({ identifier, message: data }) : inner;
    const lines = text.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
    const id = position ? `id: ${position.offset}/${position.epoch}/${position.streamId}\n` : "";
    return { kind: "send", data: `${lines.join("")}${id}\n` };
  }
}

/** The first that is not empty counts. */
function identifierOf(query: URLSearchParams): string | undefined {
  const get = (name: string) => query.get(name) || undefined;
  const [identifier, channel, stream] = [get("identifier"), get("channel"), get("stream")];
  const [signed, turbo] = [get("signed_stream"), get("turbo_signed_stream_name")];
  if (identifier !== undefined) return identifier;
  if (channel !== undefined) return JSON.stringify({ channel });
  if (stream !== undefined) return JSON.stringify({ channel: "$pubsub", stream_name: stream });
  if (signed !== undefined) return JSON.stringify({ channel: "$pubsub", signed_stream_name: signed });
  return turbo === undefined
    ? undefined
    : JSON.stringify({ channel: "Turbo::StreamsChannel", signed_stream_name: turbo });
}

/** Stream ids may hold slashes: only the first two count. */
function readEventId(text: string): Position | undefined {
  const [, offset, epoch, streamId] = /^(\d+)\/([^/]*)\/(.+)$/s.exec(text) ?? [];
  return epoch === undefined || streamId === undefined ? undefined : { streamId, epoch, offset: Number(offset) };
}

function historyOf(position: Position | undefined, since: number): HistoryRequest | undefined {
  const streams = position ? { [position.streamId]: { epoch: position.epoch, offset: position.offset } } : {};
  if (since > 0) return { since, streams };
  return position ? { streams } : undefined;
}

function respond(status: number, body: string): ServerEffect {
  return { kind: "respond", status, headers: [plainText, anyPage], body };
}
