/** Plays a transcript (see `../transcript.ts`) against the client half, in virtual time. */
import type { HeaderList } from "../../../src/model/frame.ts";
import type { ClientOptions, Decoder } from "../../../src/model/protocol.ts";
import type { ClientEffect, ClientInput } from "../../../src/model/session.ts";
import { MisuseError } from "../../../src/protocols/kit/misuse-error.ts";
import { sse } from "../../../src/protocols/sse/index.ts";
import type { SseMessage } from "../../../src/protocols/sse/messages.ts";
import { httpHandshake } from "../handshakes.ts";
import { type Player, Timers } from "../transcript.ts";
import { closeOf, frameOf, showEvent, split } from "../wire.ts";

/**
 * Inputs: `started`, `opened STATUS CONTENT-TYPE`, `chunk JSON-STRING`, `ended`, `cut`, `failed CODE`, `command KIND`.
 * An `open` shows method, address, Last-Event-ID and body.
 */
export class SseClientPlayer implements Player {
  readonly #session: ReturnType<typeof sse.createClientSession>;
  readonly #timers = new Timers();
  #decoder: Decoder<SseMessage> | undefined;
  #requestHeaders: HeaderList = [];

  constructor(options: Partial<ClientOptions> = {}) {
    this.#session = sse.createClientSession({
      url: "http://h/e",
      headers: [],
      settings: {},
      random: () => 0,
      ...options,
    });
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

  #inputs(verb: string, rest: string, at: number): ClientInput<SseMessage>[] {
    const [first, second] = split(rest);
    switch (verb) {
      case "started":
        return [{ kind: "started", at }];
      case "opened": {
        const headers: HeaderList = second === "" ? [] : [["Content-Type", second]];
        const requestHeaders = this.#requestHeaders;
        const handshake = httpHandshake({ status: Number(first), reason: "", headers, requestHeaders });
        this.#decoder = sse.createDecoder("received", handshake);
        return [{ kind: "opened", at, handshake }];
      }
      case "chunk":
        return this.#received(this.#decoder?.decode(frameOf(verb, rest, "received")) ?? [], at);
      case "ended":
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended" } }];
      case "cut": {
        const failure = { stage: "reset", code: "ECONNRESET", message: "cut" } as const;
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended", failure } }];
      }
      case "failed":
        return [{ kind: "closed", at, close: closeOf(verb, rest) }];
      case "command":
        return [{ kind: "commanded", at, command: { kind: first, values: {} } }];
      default:
        throw new Error(`Not an input of a client: ${verb}`);
    }
  }

  #end(at: number): ClientInput<SseMessage>[] {
    const rest = this.#decoder?.end() ?? [];
    this.#decoder = undefined;
    return this.#received(rest, at);
  }

  #received(messages: readonly SseMessage[], at: number): ClientInput<SseMessage>[] {
    return messages.map((message) => ({ kind: "received", at, message }));
  }

  #show(effects: readonly ClientEffect[], at: number): string[] {
    const lines: string[] = [];
    for (const effect of effects) {
      if (effect.kind === "wake") this.#timers.wake(effect.timer, at + effect.afterMs);
      else if (effect.kind === "forget") this.#timers.forget(effect.timer);
      else lines.push(this.#shown(effect));
    }
    return lines;
  }

  #shown(effect: ClientEffect): string {
    if (effect.kind === "report") return showEvent(effect.event);
    if (effect.kind === "status") {
      const { state, detail } = effect.status;
      return `status ${state}${detail === undefined ? "" : `: ${detail}`}`;
    }
    if (effect.kind !== "open") return effect.kind;
    const { method, url, headers, body } = effect.request;
    this.#requestHeaders = headers;
    const id = headers.find(([name]) => name === "Last-Event-ID")?.[1];
    const parts = [
      "open",
      method,
      url,
      id === undefined ? "" : `after ${id}`,
      body === undefined ? "" : `body ${body}`,
    ];
    return parts.filter((part) => part !== "").join(" ");
  }
}
