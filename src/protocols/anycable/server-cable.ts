/**
 * The mock's half of an AnyCable WebSocket, as server 1.6 behaves: upgrade, welcome or restore, pings, pongs, parting. The
 * address can ask for trouble: `?user=nobody` is unauthorized, `?connect=crash` a failing app, `?pong_timeout=SECONDS` a
 * server that wants pongs.
 */
import type { Command } from "../../model/form.ts";
import type { RequestHead } from "../../model/frame.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect, ServerInput, ServerSession, Signal } from "../../model/session.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { readUrl } from "../kit/url.ts";
import { isUndecodable } from "./encoding.ts";
import type { AnyCableMessage } from "./messages.ts";
import { ServerConversation, type ServerWire } from "./server-conversation.ts";
import { dataBody, frame, publicationFrame } from "./server-frames.ts";
import { note } from "./server-signals.ts";
import type { ServerState } from "./server-state.ts";
import { nanoid } from "./session-id.ts";
import { baseJson, type Dialect, dialectOf, subprotocols, tokenPrefix } from "./subprotocols.ts";
import { readToken } from "./token.ts";

const pingEverySeconds = 3;
const nanosecondsPerMs = 1_000_000;

/** Close codes and reasons by what the disconnect message says. */
const partings: Readonly<Record<string, readonly [code: number, reason: string]>> = {
  unauthorized: [1000, "Auth Failed"],
  token_expired: [1000, "Auth Failed"],
  server_restart: [1001, "Server restart"],
  remote: [1000, "Closed remotely"],
  idle_timeout: [1000, "Idle Timeout"],
  no_pong: [1000, "No Pong"],
  too_slow: [1000, ""],
};

/** `deaf`: a frame could not be decoded, and AnyCable reads no further; pings go on. */
type Phase = "asked" | "open" | "deaf" | "closed";

export class ServerCable implements ServerSession<AnyCableMessage> {
  private readonly state: ServerState;
  private readonly random: () => number;
  private readonly script: ServerScript | undefined;
  private readonly generation: number;
  private phase: Phase = "asked";
  private dialect: Dialect = baseJson;
  private conversation: ServerConversation | undefined;
  private pingMs = pingEverySeconds * 1000;
  private precision = "s";
  private pongTimeoutMs = 0;
  private parted = false;

  constructor(state: ServerState, random: () => number, script: ServerScript | undefined) {
    this.state = state;
    this.random = random;
    this.script = script;
    this.generation = state.generation;
  }

  handle(input: ServerInput<AnyCableMessage>): readonly ServerEffect[] {
    switch (input.kind) {
      case "requested":
        return this.request(input.request, input.at);
      case "received":
        return this.phase === "open" ? this.receive(input.message, input.at) : nothing;
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
        this.phase = "closed";
        return (this.parted ? this.conversation?.ended(input.at) : this.conversation?.cut(input.at)) ?? nothing;
    }
  }

  signalled(signal: Signal): readonly ServerEffect[] {
    return this.parted ? nothing : (this.conversation?.signalled(signal) ?? nothing);
  }

  private request(request: RequestHead, at: number): readonly ServerEffect[] {
    const offered = offeredBy(request);
    const subprotocol = offered.find((name) => subprotocols.includes(name));
    this.dialect = dialectOf(subprotocol);
    const query = readUrl(request.url)?.searchParams;
    this.readPace(query);
    const accept: ServerEffect = {
      kind: "accept",
      headers: [["X-AnyCable-Version", "1.6.16"]],
      ...(subprotocol === undefined ? {} : { subprotocol }),
    };
    if (query?.get("connect") === "crash") {
      this.parted = true;
      return [
        accept,
        note("the call to the app failed: no disconnect message"),
        { kind: "close", code: 1011, reason: "Auth Error" },
      ];
    }
    const refusal = query?.get("user") === "nobody" ? "unauthorized" : this.refusal(request, offered, at);
    if (refusal !== undefined) return [accept, ...this.part(refusal, false)];
    const scripted = this.script?.connecting(request);
    if (scripted) return [accept, ...this.part(scripted.reason ?? "unauthorized", scripted.reconnect ?? false)];
    this.phase = "open";
    const sid = headerValue(request.headers, "x-request-id") ?? nanoid(this.random);
    this.conversation = new ServerConversation(
      sid,
      this.state,
      this.wire(),
      this.script && { script: this.script, request },
    );
    const greeting = this.welcome(sid, headerValue(request.headers, "x-anycable-restore-sid") ?? query?.get("sid"), at);
    return [accept, ...greeting, ...this.firstPing(), ...this.expectPong()];
  }

  private readPace(query: URLSearchParams | undefined): void {
    const seconds = Number(query?.get("pi") ?? pingEverySeconds);
    if (seconds >= 0) this.pingMs = seconds * 1000;
    this.precision = query?.get("ptp") ?? "s";
    const timeout = Number(query?.get("pong_timeout") ?? 0);
    // Only extended clients know how to send one.
    if (timeout > 0 && this.dialect.extended) this.pongTimeoutMs = timeout * 1000;
  }

  private refusal(request: RequestHead, offered: readonly string[], at: number): string | undefined {
    const response = { status: 101, reason: "", httpVersion: "1.1", headers: [] };
    const token = readToken({ request, response, offered });
    if (token === undefined) return undefined;
    if ("fault" in token || token.identifiers === undefined) return "unauthorized";
    return token.expiresAt !== undefined && token.expiresAt <= at ? "token_expired" : undefined;
  }

  private welcome(sid: string, previous: string | null | undefined, at: number): readonly ServerEffect[] {
    const identifiers = previous && this.dialect.extended ? this.state.recall(previous, at) : undefined;
    if (identifiers === undefined) return [this.send({ type: "welcome", sid })];
    const ids = identifiers.length > 0 ? { restored_ids: identifiers } : {};
    return [
      this.send({ type: "welcome", sid, restored: true, ...ids }),
      ...(this.conversation?.restore(identifiers) ?? []),
    ];
  }

  private receive(message: AnyCableMessage, at: number): readonly ServerEffect[] {
    const heard = this.expectPong();
    if (message.kind === "malformed" && isUndecodable(message)) {
      this.phase = "deaf";
      return [note(`a frame that is ${message.reason}: nothing more is read from this connection, as in AnyCable`)];
    }
    const answer = this.conversation?.receive(message, at) ?? nothing;
    return heard.length > 0 ? [...heard, ...answer] : answer;
  }

  private woke(timer: string, at: number): readonly ServerEffect[] {
    if (this.phase !== "open" && this.phase !== "deaf") return nothing;
    if (timer === "pong") return this.part("no_pong", true);
    if (timer !== "ping") return this.conversation?.woke(timer, at) ?? nothing;
    return [
      this.send({ type: "ping", message: this.moment(at) }),
      { kind: "wake", timer: "ping", afterMs: this.pingMs },
    ];
  }

  private moment(at: number): number {
    if (this.precision === "ms") return Math.floor(at);
    return this.precision === "ns" ? Math.floor(at) * nanosecondsPerMs : Math.floor(at / 1000);
  }

  /** Between half of the interval and one and a half, so that clients of one restart are not pinged at once for ever. */
  private firstPing(): readonly ServerEffect[] {
    if (this.pingMs === 0) return nothing;
    return [{ kind: "wake", timer: "ping", afterMs: this.pingMs * (0.5 + this.random()) }];
  }

  /** Any message of the client counts as a pong. */
  private expectPong(): readonly ServerEffect[] {
    return this.pongTimeoutMs === 0 ? nothing : [{ kind: "wake", timer: "pong", afterMs: this.pongTimeoutMs }];
  }

  private obey({ kind, values }: Command): readonly ServerEffect[] {
    if (this.phase !== "open" && this.phase !== "deaf") return nothing;
    if (kind === "drop") return [{ kind: "drop" }];
    if (kind === "reject") return this.conversation?.takeBack(values.topic ?? "") ?? nothing;
    const reconnect = values.reconnect !== "false";
    if (kind === "kick" || kind === "disconnect") return this.part(values.reason || "remote", reconnect);
    if (kind !== "restart") return nothing;
    this.state.restart(this.generation);
    return this.part("server_restart", reconnect);
  }

  private part(reason: string, reconnect: boolean): readonly ServerEffect[] {
    this.phase = "closed";
    this.parted = true;
    const [code, closeReason] = partings[reason] ?? [1000, ""];
    return [
      this.send({ type: "disconnect", reason, reconnect }),
      { kind: "close", code, reason: closeReason },
      { kind: "forget", timer: "ping" },
      { kind: "forget", timer: "pong" },
    ];
  }

  private send(body: Readonly<Record<string, unknown>>): ServerEffect {
    return { kind: "send", data: frame(body, this.dialect) };
  }

  private wire(): ServerWire {
    const { dialect } = this;
    return {
      extended: dialect.extended,
      message: (body) =>
        isSayable(body, dialect) ? this.send(body) : note("presence has no place in AnyCable's protobuf schema"),
      data: (identifier, data) => this.send(dataBody(identifier, data)),
      publication: (identifier, publication, position) => ({
        kind: "send",
        data: publicationFrame(identifier, publication, position, dialect),
      }),
    };
  }
}

/** Protobuf's schema has neither presence nor the server's pong. */
function isSayable({ type }: Readonly<Record<string, unknown>>, { encoding }: Dialect): boolean {
  return encoding !== "protobuf" || (type !== "presence" && type !== "pong");
}

function offeredBy({ headers }: RequestHead): readonly string[] {
  return (headerValue(headers, "sec-websocket-protocol") ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** Whether a client of the door that it shares with Action Cable means AnyCable. */
export function claims(request: RequestHead): boolean {
  const names = offeredBy(request);
  if (
    names.some((name) => name.startsWith(tokenPrefix) || (dialectOf(name) !== baseJson && subprotocols.includes(name)))
  )
    return true;
  if (headerValue(request.headers, "x-jid") !== undefined) return true;
  if (headerValue(request.headers, "x-anycable-restore-sid") !== undefined) return true;
  const query = readUrl(request.url)?.searchParams;
  return ["jid", "sid", "pi", "ptp"].some((name) => query?.has(name));
}
