/**
 * The mock's half of an Action Cable connection: answers as Rails 6.1 to 8.1 was recorded to answer, silence included.
 * One of it per connection. Knows no app: an unknown class is whatever does not end in "Channel".
 */
import type { Command } from "../../model/form.ts";
import type { RequestHead } from "../../model/frame.ts";
import type { Publication, TopicState } from "../../model/hub.ts";
import type { ServerEffect, ServerInput, ServerSession } from "../../model/session.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { oneLine } from "../kit/words.ts";
import { readIdentifier } from "./identifier.ts";
import { type ActionCableMessage, type Perform, subprotocols } from "./messages.ts";
import {
  confirmationFrame,
  dataFrame,
  disconnectFrame,
  type Parting,
  pingFrame,
  publicationFrame,
  rejectionFrame,
  welcomeFrame,
} from "./server-messages.ts";
import { topicOf } from "./topics.ts";

export const pingEveryMs = 3000;
/** What `?connect=slow` waits before its welcome; commands that come earlier are kept, as Rails does. */
export const slowWelcomeAfterMs = 1000;

type Phase = "asked" | "connecting" | "open" | "dead" | "closed";

interface Subscription {
  readonly identifier: string;
  readonly topic: string;
  confirmed: boolean;
}

export class ActionCableServerSession implements ServerSession<ActionCableMessage> {
  private phase: Phase = "asked";
  private readonly subscriptions = new Map<string, Subscription>();
  /** Commands that came before the welcome, in order. */
  private early: ActionCableMessage[] = [];

  handle(input: ServerInput<ActionCableMessage>): readonly ServerEffect[] {
    switch (input.kind) {
      case "requested":
        return this.request(input.request, input.at);
      case "received":
        return this.receive(input.message);
      case "joined":
        return this.confirm(input.topic);
      case "published":
        return this.broadcast(input.publication);
      case "woke":
        return input.timer === "welcome" ? this.welcome(input.at) : this.ping(input.at);
      case "commanded":
        return this.obey(input.command);
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
    if (query.get("connect") === "crash") {
      this.phase = "dead";
      return [accept, note("`connect` raised: no welcome, no ping, no close, as Rails does")];
    }
    if (query.get("connect") === "slow") {
      return [accept, { kind: "wake", timer: "welcome", afterMs: slowWelcomeAfterMs }];
    }
    return [accept, ...this.welcome(at)];
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
    if (this.phase === "connecting") {
      this.early.push(message);
      return nothing;
    }
    if (this.phase !== "open") return nothing;
    switch (message.kind) {
      case "subscribe":
        return this.subscribe(message.channel);
      case "unsubscribe":
        return this.unsubscribe(message.channel);
      case "perform":
        return this.perform(message);
      case "malformed":
        return [note(`could not handle a frame: ${message.reason}: ${message.excerpt}`)];
      case "unknown":
        return [note(`unrecognized command "${oneLine(message.type, 60)}"`)];
      default:
        return nothing;
    }
  }

  private subscribe(text: string): readonly ServerEffect[] {
    const identifier = readIdentifier(text);
    if (this.subscriptions.has(text))
      return [note(`already subscribed to ${identifier.label}: no answer, as in Rails`)];
    if (identifier.fault !== undefined)
      return [note(`identifier ${identifier.label} is ${identifier.fault}: no answer`)];
    const name = identifier.channelName ?? "";
    if (!isChannelClass(name)) return [note(`no channel class is called ${name}: no answer, as in Rails`)];
    if (identifier.params.reject === true) return [send(rejectionFrame(text))];
    // Like turbo-rails: a missing or forged signed name is rejected.
    if (name === "Turbo::StreamsChannel" && !identifier.signed) return [send(rejectionFrame(text))];
    const topic = topicOf(identifier);
    const joined = this.onTopic(topic);
    const confirmed = joined.some((other) => other.confirmed);
    this.subscriptions.set(text, { identifier: text, topic, confirmed });
    // Rails confirms only when the pub/sub backend has acknowledged the stream (rails#26547), so the hub's answer is awaited.
    if (confirmed) return [send(confirmationFrame(text))];
    return joined.length > 0 ? nothing : [{ kind: "join", join: { topic } }];
  }

  private confirm({ topic }: TopicState): readonly ServerEffect[] {
    const effects: ServerEffect[] = [];
    for (const subscription of this.onTopic(topic)) {
      if (subscription.confirmed) continue;
      subscription.confirmed = true;
      effects.push(send(confirmationFrame(subscription.identifier)));
    }
    return effects;
  }

  private unsubscribe(text: string): readonly ServerEffect[] {
    const subscription = this.subscriptions.get(text);
    if (!subscription) return [note(`not subscribed to ${readIdentifier(text).label}: unsubscribe ignored`)];
    this.subscriptions.delete(text);
    return this.onTopic(subscription.topic).length > 0 ? nothing : [{ kind: "leave", topic: subscription.topic }];
  }

  /** `echo` answers its sender alone; any other action reaches the channel's topic, without the action's name. */
  private perform({ channel, action, data }: Perform): readonly ServerEffect[] {
    const subscription = this.subscriptions.get(channel);
    if (!subscription) return [note(`not subscribed to ${readIdentifier(channel).label}: action ignored`)];
    if (action === "echo") return [send(dataFrame(channel, data))];
    const { action: _, ...published } = data;
    return [{ kind: "publish", topic: subscription.topic, data: published }];
  }

  /** One frame for each subscription, also where two of one connection share the topic. */
  private broadcast(publication: Publication): readonly ServerEffect[] {
    if (this.phase !== "open") return nothing;
    const effects: ServerEffect[] = [];
    for (const { topic, identifier } of this.subscriptions.values()) {
      if (topic === publication.topic) effects.push(send(publicationFrame(identifier, publication)));
    }
    return effects;
  }

  private obey({ kind, values }: Command): readonly ServerEffect[] {
    if (this.phase !== "open" && this.phase !== "connecting") return nothing;
    const reconnect = values.reconnect !== "false";
    if (kind === "restart") return this.part({ reason: "server_restart", reconnect });
    if (kind === "kick") return this.part({ reason: values.reason || "remote", reconnect });
    return nothing;
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

  private onTopic(topic: string): Subscription[] {
    return [...this.subscriptions.values()].filter((subscription) => subscription.topic === topic);
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

function isChannelClass(name: string): boolean {
  return /^[A-Z]\w*(?:::[A-Z]\w*)*$/.test(name) && name.endsWith("Channel") && name !== "Channel";
}

function send(data: string): ServerEffect {
  return { kind: "send", data };
}

function note(text: string): ServerEffect {
  return { kind: "note", text };
}
