/** Plays a transcript (see `transcript.ts`) against the client half of a protocol over HTTP, in virtual time. */
import type { HeaderList } from "../../src/model/frame.ts";
import type { Message } from "../../src/model/message.ts";
import type { ClientOptions, Decoder, Protocol } from "../../src/model/protocol.ts";
import type { ClientEffect, ClientInput } from "../../src/model/session.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { httpHandshake } from "./handshakes.ts";
import { type Player, Timers } from "./transcript.ts";
import { closeOf, frameOf, showEvent, split } from "./wire.ts";

type Answered = NonNullable<Parameters<typeof httpHandshake>[0]>;

/**
 * Inputs: `started`, `requested`, `chunk JSON-STRING`, `ended`, `cut`, `aborted`, `failed CODE`,
 * `command KIND {"field":"value"}`, and those for an answer's head, which each protocol writes in its own way.
 */
export abstract class HttpClientPlayer<M extends Message> implements Player {
  readonly #protocol: Protocol<M>;
  readonly #session: ReturnType<Protocol<M>["createClientSession"]>;
  readonly #timers = new Timers();
  #decoder: Decoder<M> | undefined;
  /** Of the newest request. */
  protected requestHeaders: HeaderList = [];

  constructor(protocol: Protocol<M>, url: string, options: Partial<ClientOptions>) {
    this.#protocol = protocol;
    this.#session = protocol.createClientSession({ url, headers: [], settings: {}, random: () => 0, ...options });
  }

  put(line: string, at: number): readonly string[] {
    const [verb, rest] = split(line);
    if (verb === "requested") return this.#show(this.#session.requested?.({ at }) ?? [], at);
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

  /** The inputs of the protocol's own verbs; undefined for a verb that it does not have. */
  protected abstract answer(verb: string, rest: string, at: number): ClientInput<M>[] | undefined;

  /** What an `open` asks, in one line. */
  protected abstract showOpen(effect: ClientEffect & { readonly kind: "open" }): string;

  protected showStatus({ status }: ClientEffect & { readonly kind: "status" }): string {
    return `status ${status.state}${status.detail === undefined ? "" : `: ${status.detail}`}`;
  }

  protected opened(answered: Answered, at: number): ClientInput<M> {
    const handshake = httpHandshake(answered);
    this.#decoder = this.#protocol.createDecoder("received", handshake);
    return { kind: "opened", at, handshake };
  }

  protected chunk(data: string, at: number): ClientInput<M>[] {
    return received(this.#decoder?.decode({ kind: "chunk", direction: "received", data }) ?? [], at);
  }

  protected ended(at: number): ClientInput<M>[] {
    return [...this.#end(at), { kind: "closed", at, close: { kind: "ended" } }];
  }

  #inputs(verb: string, rest: string, at: number): ClientInput<M>[] {
    switch (verb) {
      case "started":
        return [{ kind: "started", at }];
      case "chunk":
        return this.chunk(frameOf(verb, rest, "received").data as string, at);
      case "ended":
        return this.ended(at);
      case "cut": {
        const failure = { stage: "reset", code: "ECONNRESET", message: "cut" } as const;
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended", failure } }];
      }
      case "aborted":
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended", aborted: true } }];
      case "failed":
        return [{ kind: "closed", at, close: closeOf(verb, rest) }];
      case "command": {
        const [kind, values] = split(rest);
        return [{ kind: "commanded", at, command: { kind, values: JSON.parse(values || "{}") } }];
      }
    }
    const inputs = this.answer(verb, rest, at);
    if (inputs === undefined) throw new Error(`Not an input of a client: ${verb}`);
    return inputs;
  }

  #end(at: number): ClientInput<M>[] {
    const rest = this.#decoder?.end() ?? [];
    this.#decoder = undefined;
    return received(rest, at);
  }

  #show(effects: readonly ClientEffect[], at: number): string[] {
    const lines: string[] = [];
    for (const effect of effects) {
      if (effect.kind === "wake") this.#timers.wake(effect.timer, at + effect.afterMs);
      else if (effect.kind === "forget") this.#timers.forget(effect.timer);
      else if (effect.kind === "report") lines.push(showEvent(effect.event));
      else if (effect.kind === "status") lines.push(this.showStatus(effect));
      else if (effect.kind !== "open") lines.push(effect.kind);
      else {
        this.requestHeaders = effect.request.headers;
        lines.push(this.showOpen(effect));
      }
    }
    return lines;
  }
}

function received<M extends Message>(messages: readonly M[], at: number): ClientInput<M>[] {
  return messages.map((message) => ({ kind: "received", at, message }));
}

export function openLine(parts: readonly string[], body: unknown): string {
  const all = body === undefined ? parts : [...parts, `body ${body}`];
  return ["open", ...all].filter((part) => part !== "").join(" ");
}
