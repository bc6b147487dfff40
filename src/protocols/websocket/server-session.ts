/**
 * The server half that the mock server runs: an echo, or with `?topic=` a room where whatever one client sends reaches
 * all of them. Picks the first subprotocol that is offered, so that any client can be pointed at it.
 */
import type { Command } from "../../model/form.ts";
import type { RequestHead } from "../../model/frame.ts";
import type { Publication } from "../../model/hub.ts";
import type { ServerOptions } from "../../model/protocol.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect, ServerInput, ServerSession } from "../../model/session.ts";
import { headerValue } from "../kit/headers.ts";
import { nothing } from "../kit/nothing.ts";
import { plainAnswer } from "../kit/plain-answer.ts";
import { dataText, publicationText } from "../kit/publication-text.ts";
import { refusalOf } from "../kit/refusal.ts";
import { readUrl } from "../kit/url.ts";
import type { WebSocketMessage } from "./messages.ts";

export const doorPath = "/ws";

export class WebSocketServerSession implements ServerSession<WebSocketMessage> {
  /** Empty: plain echo. What clients send is published to the first. */
  #topics: readonly string[] = nothing;
  readonly #script: ServerScript | undefined;

  constructor({ script }: Pick<ServerOptions, "script">) {
    this.#script = script;
  }

  handle(input: ServerInput<WebSocketMessage>): readonly ServerEffect[] {
    switch (input.kind) {
      case "requested":
        return this.#requested(input.request);
      case "received":
        return this.#received(input.message);
      case "joined":
        return input.topic.replay.map(sendPublication);
      case "published":
        return [sendPublication(input.publication)];
      case "commanded":
        return commanded(input.command);
      case "told":
        return [{ kind: "send", data: dataText(input.data) }];
      case "woke":
      case "closed":
        return nothing;
    }
  }

  #requested(request: RequestHead): readonly ServerEffect[] {
    const url = readUrl(request.url);
    if (!url || url.pathname.replace(/\/$/, "") !== doorPath) return [notFound(url?.pathname ?? request.url)];
    if (headerValue(request.headers, "upgrade")?.toLowerCase() !== "websocket") return [upgradeRequired];
    const asked = url.searchParams.getAll("topic").filter((topic) => topic !== "");
    this.#topics = [...new Set(asked)];
    const refusal = refusalOf(this.#script, request, this.#topics);
    if (refusal) return [refusal];
    const last = replayCount(url.searchParams.get("history"));
    const offered = headerValue(request.headers, "sec-websocket-protocol")?.split(",")[0]?.trim();
    return [
      { kind: "accept", subprotocol: offered || undefined },
      ...this.#topics.map((topic): ServerEffect => ({ kind: "join", join: { topic, last } })),
    ];
  }

  #received(message: WebSocketMessage): readonly ServerEffect[] {
    const topic = this.#topics[0];
    switch (message.kind) {
      case "text":
        return said(topic, message.text, message.text);
      case "json":
        return said(topic, message.value, message.text);
      case "binary":
        // The hub keeps JSON, which has no bytes; so bytes go back to their sender alone.
        return [{ kind: "send", data: message.bytes }];
      case "malformed":
        return [
          { kind: "note", text: `a client sent text that is ${message.reason}` },
          { kind: "close", code: 1007, reason: "text must be UTF-8" },
        ];
    }
  }
}

function said(topic: string | undefined, data: unknown, text: string): readonly ServerEffect[] {
  const otherwise: ServerEffect = topic === undefined ? { kind: "send", data: text } : { kind: "publish", topic, data };
  return [{ kind: "said", topic, data, otherwise: [otherwise] }];
}

function commanded(command: Command): readonly ServerEffect[] {
  if (command.kind === "restart") return [{ kind: "close", code: 1012, reason: "service restart" }];
  if (command.kind === "kick") return [{ kind: "close", code: 1008, reason: "kicked" }];
  if (command.kind === "disconnect") {
    const { reason = "", reconnect } = command.values;
    return [{ kind: "close", code: reconnect === "false" ? 1008 : 1012, reason: shortened(reason) }];
  }
  if (command.kind === "drop") return [{ kind: "drop" }];
  return nothing;
}

/** RFC 6455 section 5.5: a close frame has room for 123 bytes. Cut by characters, so that it stays UTF-8. */
function shortened(reason: string): string {
  let text = reason;
  while (new TextEncoder().encode(text).length > 123) text = text.slice(0, -1);
  return text;
}

function sendPublication(publication: Publication): ServerEffect {
  return { kind: "send", data: publicationText(publication) };
}

/** Undefined: nothing is replayed. */
function replayCount(text: string | null): number | undefined {
  const count = Number(text ?? "");
  return Number.isInteger(count) && count > 0 ? count : undefined;
}

function notFound(path: string): ServerEffect {
  return plainAnswer(
    404,
    `Nothing answers at ${path}. The WebSocket door is ${doorPath}, with ?topic=NAME to share a topic.`,
  );
}

// RFC 9110 section 15.5.22: the answer names the protocol that is wanted.
const upgradeRequired = plainAnswer(
  426,
  "This is a WebSocket door; a plain request gets nothing from it. Connect with ws:// instead.",
  [
    ["Upgrade", "websocket"],
    ["Connection", "Upgrade"],
  ],
);
