/** Plays a transcript (see `../transcript.ts`) against the client half, in virtual time. */
import type { Values } from "../../../src/model/form.ts";
import type { ClientOptions, Decoder } from "../../../src/model/protocol.ts";
import type { ClientEffect, ClientInput } from "../../../src/model/session.ts";
import { MisuseError } from "../../../src/protocols/kit/misuse-error.ts";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import type { MessageBusMessage } from "../../../src/protocols/message-bus/messages.ts";
import { httpHandshake } from "../handshakes.ts";
import { type Player, Timers } from "../transcript.ts";
import { frameOf, split } from "../wire.ts";

const types: Readonly<Record<string, string>> = {
  stream: "text/plain; charset=utf-8",
  json: "application/json; charset=utf-8",
  html: "text/html",
};

/**
 * Inputs: `started`, `opened STATUS TYPE RETRY-AFTER` with the type as `stream`, `json` or `html`, `chunk JSON-STRING`,
 * `ended`, `aborted`, `cut`, `failed CODE`, `command KIND {"field":"value"}`. A poll is shown as what it asks for.
 */
export class MessageBusClientPlayer implements Player {
  readonly #session: ReturnType<typeof messageBus.createClientSession>;
  readonly #timers = new Timers();
  #decoder: Decoder<MessageBusMessage> | undefined;

  constructor(settings: Values, options: Partial<ClientOptions> = {}) {
    const base = { url: "http://h/message-bus/abc/poll", headers: [], random: () => 0 };
    this.#session = messageBus.createClientSession({ ...base, settings, ...options });
  }

  put(line: string, at: number): readonly string[] {
    const [verb, rest] = split(line);
    try {
      return this.#inputs(verb, rest, at).flatMap((input) => this.#show(this.#session.handle(input), at));
    } catch (error) {
      if (error instanceof MisuseError) return [`misuse ${error.code}`];
      throw error;
    }
  }

  dueAt(): number | undefined {
    return this.#timers.next()?.[1];
  }

  pass(at: number): readonly string[] {
    return this.#show(this.#session.handle({ kind: "woke", at, timer: this.#timers.take() }), at);
  }

  #inputs(verb: string, rest: string, at: number): ClientInput<MessageBusMessage>[] {
    const [first = "", second = "", third] = rest.split(" ");
    const failure = { stage: "reset", code: "ECONNRESET", message: "cut" } as const;
    switch (verb) {
      case "started":
        return [{ kind: "started", at }];
      case "opened": {
        const headers = [["content-type", types[second] ?? ""] as const];
        const more = third === undefined ? [] : [["Retry-After", third] as const];
        const handshake = httpHandshake({ status: Number(first), method: "POST", headers: [...headers, ...more] });
        this.#decoder = messageBus.createDecoder("received", handshake);
        return [{ kind: "opened", at, handshake }];
      }
      case "chunk":
        return received(this.#decoder?.decode(frameOf(verb, rest, "received")) ?? [], at);
      case "ended":
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended" } }];
      case "aborted":
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended", aborted: true } }];
      case "cut":
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended", failure } }];
      case "failed":
        return [{ kind: "closed", at, close: { kind: "failed", failure: { ...failure, code: first } } }];
      case "command": {
        const [kind, values] = split(rest);
        return [{ kind: "commanded", at, command: { kind, values: JSON.parse(values || "{}") as Values } }];
      }
      default:
        throw new Error(`Not an input of a client: ${verb}`);
    }
  }

  #end(at: number): ClientInput<MessageBusMessage>[] {
    const rest = this.#decoder?.end() ?? [];
    this.#decoder = undefined;
    return received(rest, at);
  }

  #show(effects: readonly ClientEffect[], at: number): string[] {
    const lines: string[] = [];
    for (const effect of effects) {
      if (effect.kind === "wake") this.#timers.wake(effect.timer, at + effect.afterMs);
      else if (effect.kind === "forget") this.#timers.forget(effect.timer);
      else lines.push(shown(effect));
    }
    return lines;
  }
}

function received(messages: readonly MessageBusMessage[], at: number): ClientInput<MessageBusMessage>[] {
  return messages.map((message) => ({ kind: "received", at, message }));
}

function shown(effect: ClientEffect): string {
  if (effect.kind === "status") {
    const { state, detail, channels } = effect.status;
    return `${state}: ${detail}${channels.map((channel) => ` [${channel.label} ${channel.state}]`).join("")}`;
  }
  if (effect.kind !== "open") return effect.kind;
  const { method, url, headers, body } = effect.request;
  const isUnchunked = headers.some(([name]) => name === "Dont-Chunk");
  return `${method} ${url}${isUnchunked ? " unchunked" : ""} ${decodeURIComponent(String(body))}`;
}
