/** Plays transcripts against the client half of MessageBus. */
import type { Values } from "../../../src/model/form.ts";
import type { ClientOptions } from "../../../src/model/protocol.ts";
import type { ClientEffect, ClientInput } from "../../../src/model/session.ts";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import type { MessageBusMessage } from "../../../src/protocols/message-bus/messages.ts";
import { HttpClientPlayer } from "../http-client-player.ts";

const types: Readonly<Record<string, string>> = {
  stream: "text/plain; charset=utf-8",
  json: "application/json; charset=utf-8",
  html: "text/html",
};

/**
 * Inputs besides the usual: `opened STATUS TYPE RETRY-AFTER` with the type as `stream`, `json` or `html`. A poll is shown as
 * what it asks for.
 */
export class MessageBusClientPlayer extends HttpClientPlayer<MessageBusMessage> {
  constructor(settings: Values, options: Partial<ClientOptions> = {}) {
    super(messageBus, "http://h/message-bus/abc/poll", { settings, ...options });
  }

  protected answer(verb: string, rest: string, at: number): ClientInput<MessageBusMessage>[] | undefined {
    if (verb !== "opened") return undefined;
    const [status, type = "", retryAfter] = rest.split(" ");
    const headers = [["content-type", types[type] ?? ""] as const];
    const more = retryAfter === undefined ? [] : [["Retry-After", retryAfter] as const];
    return [this.opened({ status: Number(status), method: "POST", headers: [...headers, ...more] }, at)];
  }

  protected override showStatus({ status }: ClientEffect & { readonly kind: "status" }): string {
    const { state, detail, channels } = status;
    return `${state}: ${detail}${channels.map((channel) => ` [${channel.label} ${channel.state}]`).join("")}`;
  }

  protected showOpen({ request }: ClientEffect & { readonly kind: "open" }): string {
    const { method, url, headers, body } = request;
    const isUnchunked = headers.some(([name]) => name === "Dont-Chunk");
    return `${method} ${url}${isUnchunked ? " unchunked" : ""} ${decodeURIComponent(String(body))}`;
  }
}
