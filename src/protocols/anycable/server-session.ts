/**
 * The mock's half of AnyCable: decides by the request which way it is spoken (WebSocket, event stream, broadcasting) and
 * hands everything else to that.
 */
import type { RequestHead } from "../../model/frame.ts";
import type { ServerOptions } from "../../model/protocol.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect, ServerInput, ServerSession, Signal } from "../../model/session.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { plainText } from "../kit/plain-answer.ts";
import { readUrl } from "../kit/url.ts";
import type { AnyCableMessage } from "./messages.ts";
import { broadcast, broadcastPath } from "./server-broadcast.ts";
import { ServerCable } from "./server-cable.ts";
import { eventsPath, ServerEvents } from "./server-events.ts";
import { type ServerState, stateOf } from "./server-state.ts";
import { nanoid } from "./session-id.ts";

export class AnyCableServerSession implements ServerSession<AnyCableMessage> {
  private readonly state: ServerState;
  private readonly random: () => number;
  private readonly script: ServerScript | undefined;
  private readonly broadcastKey: string | undefined;
  private way: ServerSession<AnyCableMessage> | undefined;

  constructor({ random, shared, settings, script }: ServerOptions) {
    this.script = script;
    this.random = random;
    this.broadcastKey = settings?.broadcastKey || undefined;
    this.state = stateOf(shared);
  }

  handle(input: ServerInput<AnyCableMessage>): readonly ServerEffect[] {
    if (input.kind !== "requested") return this.way?.handle(input) ?? nothing;
    const { request, body } = input;
    const path = readUrl(request.url)?.pathname;
    if (path === broadcastPath) return broadcast(request, body, { state: this.state, key: this.broadcastKey });
    if (path === eventsPath) this.way = new ServerEvents(this.state, nanoid(this.random), this.script);
    else if (isUpgrade(request)) this.way = new ServerCable(this.state, this.random, this.script);
    return this.way?.handle(input) ?? [notFound];
  }

  signalled(signal: Signal): readonly ServerEffect[] {
    return this.way?.signalled?.(signal) ?? nothing;
  }
}

const notFound: ServerEffect = {
  kind: "respond",
  status: 404,
  headers: [plainText],
  body: "Page not found",
};

function isUpgrade({ headers }: RequestHead): boolean {
  return (headerValue(headers, "upgrade") ?? "").toLowerCase() === "websocket";
}
