/**
 * The mock's half of an Action Cable connection, one of it per connection: upgrade, welcome, pings, commands, parting, as
 * Rails 6.1 to 8.1 was recorded to answer. The address can ask for trouble: `?user=nobody` is unauthorized,
 * `?connect=crash` gets no welcome ever, `?connect=slow` a late one.
 */
import type { Command } from "../../model/form.ts";
import type { RequestHead } from "../../model/frame.ts";
import type { ServerOptions } from "../../model/protocol.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect, ServerInput, ServerSession } from "../../model/session.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { oneLine } from "../kit/words.ts";
import { type ActionCableMessage, subprotocols } from "./messages.ts";
import { note, send } from "./server-effects.ts";
import { disconnectFrame, type Parting, pingFrame, welcomeFrame } from "./server-messages.ts";
import { ServerSubscriptions } from "./server-subscriptions.ts";

const pingEveryMs = 3000;
const slowWelcomeAfterMs = 1000;
/** Commands kept until the welcome; what comes beyond is dropped and noted. */
const maxEarly = 1000;

type Phase = "asked" | "connecting" | "open" | "crashed" | "closed";

export class ActionCableServerSession implements ServerSession<ActionCableMessage> {
  private phase: Phase = "asked";
  private readonly script: ServerScript | undefined;
  private readonly subscriptions: ServerSubscriptions;
  /** Commands that came before the welcome, in order: Rails keeps them as well. */
  private early: ActionCableMessage[] = [];

  constructor({ script }: Pick<ServerOptions, "script">) {
    this.script = script;
    this.subscriptions = new ServerSubscriptions(script);
  }

  handle(input: ServerInput<ActionCableMessage>): readonly ServerEffect[] {
    switch (input.kind) {
      case "requested":
        return this.request(input.request, input.at);
      case "received":
        return this.receive(input.message);
      case "joined":
        return this.phase === "open" ? this.subscriptions.joined(input.topic.topic) : nothing;
      case "published":
        return this.phase === "open" ? this.subscriptions.broadcast(input.publication) : nothing;
      case "woke":
        return input.timer === "welcome" ? this.welcome(input.at) : this.ping(input.at);
      case "commanded":
        return this.obey(input.command);
      case "told":
        return this.phase === "open" ? this.subscriptions.tell(input.topic, input.data) : nothing;
      case "closed":
        this.phase = "closed";
        return nothing;
    }
  }

  private request(request: RequestHead, at: number): readonly ServerEffect[] {
    if ((headerValue(request.headers, "upgrade") ?? "").toLowerCase() !== "websocket") {
      const headers = [["content-type", "text/plain; charset=utf-8"]] as const;
      return [{ kind: "respond", status: 404, headers, body: "Page not found" }];
    }
    const accept = acceptance(request);
    const query = queryOf(request.url);
    this.phase = "connecting";
    if (query.get("user") === "nobody") {
      return [accept, ...this.part({ reason: "unauthorized", reconnect: false })];
    }
    const refusal = this.script?.connecting(request);
    if (refusal) {
      const { reason = "unauthorized", reconnect = false } = refusal;
      return [accept, ...this.part({ reason, reconnect })];
    }
    this.subscriptions.opened(request);
    switch (query.get("connect")) {
      case "crash":
        this.phase = "crashed";
        return [accept, note("`connect` raised: no welcome, no ping, no close, as Rails does")];
      case "slow":
        return [accept, { kind: "wake", timer: "welcome", afterMs: slowWelcomeAfterMs }];
      default:
        return [accept, ...this.welcome(at)];
    }
  }

  private welcome(at: number): readonly ServerEffect[] {
    if (this.phase !== "connecting") return nothing;
    this.phase = "open";
    const early = this.early;
    this.early = [];
    return [send(welcomeFrame), nextPing(at, 1), ...early.flatMap((message) => this.receive(message))];
  }

  private ping(at: number): readonly ServerEffect[] {
    if (this.phase !== "open") return nothing;
    return [send(pingFrame(Math.floor(at / 1000))), nextPing(at, pingEveryMs / 2)];
  }

  private receive(message: ActionCableMessage): readonly ServerEffect[] {
    if (this.phase === "connecting") return this.keep(message);
    if (this.phase !== "open") return nothing;
    switch (message.kind) {
      case "subscribe":
        return this.subscriptions.subscribe(message.channel);
      case "unsubscribe":
        return this.subscriptions.unsubscribe(message.channel);
      case "perform":
        return this.subscriptions.perform(message);
      case "malformed":
        return [note(`could not handle a frame: ${message.reason}: ${message.excerpt}`)];
      case "unknown":
        return [note(`unrecognized command "${oneLine(message.type, 60)}"`)];
      default:
        return nothing;
    }
  }

  private keep(message: ActionCableMessage): readonly ServerEffect[] {
    if (this.early.length >= maxEarly) return [note(`more than ${maxEarly} commands before the welcome: one dropped`)];
    this.early.push(message);
    return nothing;
  }

  private obey({ kind, values }: Command): readonly ServerEffect[] {
    if (this.phase !== "open" && this.phase !== "connecting") return nothing;
    const reconnect = values.reconnect !== "false";
    if (kind === "restart") return this.part({ reason: "server_restart", reconnect });
    if (kind === "reject") return this.subscriptions.takeBack(values.topic ?? "");
    if (kind === "kick" || kind === "disconnect") return this.part({ reason: values.reason || "remote", reconnect });
    if (kind === "drop") return this.drop();
    return nothing;
  }

  /** As when a cable is cut: no word, no close frame. */
  private drop(): readonly ServerEffect[] {
    this.phase = "closed";
    return [{ kind: "drop" }, { kind: "forget", timer: "ping" }, { kind: "forget", timer: "welcome" }];
  }

  private part(parting: Parting): readonly ServerEffect[] {
    this.phase = "closed";
    return [
      send(disconnectFrame(parting)),
      { kind: "close", code: 1000, reason: "" },
      { kind: "forget", timer: "ping" },
      { kind: "forget", timer: "welcome" },
    ];
  }
}

/** The first subprotocol of the client's list that Rails knows; a foreign one is never echoed. */
function acceptance(request: RequestHead): ServerEffect {
  const offered = (headerValue(request.headers, "sec-websocket-protocol") ?? "").split(",").map((name) => name.trim());
  const subprotocol = offered.find((name) => (subprotocols as readonly string[]).includes(name));
  return subprotocol === undefined ? { kind: "accept" } : { kind: "accept", subprotocol };
}

function queryOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start < 0 ? "" : url.slice(start + 1));
}

/**
 * At whole multiples of 3 s: Rails pings every connection at the same instant, from one timer, so the first comes 0 to 3 s
 * after the welcome. `notBeforeMs` keeps a timer that fired early from pinging twice.
 */
function nextPing(at: number, notBeforeMs: number): ServerEffect {
  const dueAt = Math.ceil((at + notBeforeMs) / pingEveryMs) * pingEveryMs;
  return { kind: "wake", timer: "ping", afterMs: dueAt - at };
}
