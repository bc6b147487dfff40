/** Plays a transcript (see `../transcript.ts`) against the client half, in virtual time. */
import type { HeaderList } from "../../../src/model/frame.ts";
import type { ClientOptions, Decoder } from "../../../src/model/protocol.ts";
import type { ClientEffect, ClientInput } from "../../../src/model/session.ts";
import { MisuseError } from "../../../src/protocols/kit/misuse-error.ts";
import { polling } from "../../../src/protocols/polling/index.ts";
import type { PollingMessage } from "../../../src/protocols/polling/messages.ts";
import { httpHandshake } from "../handshakes.ts";
import { type Player, Timers } from "../transcript.ts";
import { closeOf, showEvent, split } from "../wire.ts";

const positionHeaders = ["if-none-match", "if-modified-since", "prefer", "x-after"];

/**
 * Inputs: `started`, `requested`, `answer STATUS Name: value; Name: value | BODY` (head, body and end at once), `head STATUS …` (no end
 * yet), `ended`, `cut`, `aborted`, `failed CODE`, `command KIND`. An `open` shows method, address and where it asks from.
 */
export class PollingClientPlayer implements Player {
  readonly #session: ReturnType<typeof polling.createClientSession>;
  readonly #timers = new Timers();
  #decoder: Decoder<PollingMessage> | undefined;

  constructor(options: Partial<ClientOptions> = {}) {
    this.#session = polling.createClientSession({
      url: "http://h/p",
      headers: [],
      settings: {},
      random: () => 0,
      ...options,
    });
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

  #inputs(verb: string, rest: string, at: number): ClientInput<PollingMessage>[] {
    switch (verb) {
      case "started":
        return [{ kind: "started", at }];
      case "head":
        return [this.#head(rest, at)];
      case "answer": {
        const [head = "", body = ""] = rest.split(" | ");
        const opened = this.#head(head, at);
        if (body !== "") this.#decoder?.decode({ kind: "chunk", direction: "received", data: body });
        return [opened, ...this.#end(at), { kind: "closed", at, close: { kind: "ended" } }];
      }
      case "ended":
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended" } }];
      case "cut": {
        const failure = { stage: "reset", code: "ECONNRESET", message: "cut" } as const;
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended", failure } }];
      }
      case "aborted":
        return [...this.#end(at), { kind: "closed", at, close: { kind: "ended", aborted: true } }];
      case "failed":
        return [{ kind: "closed", at, close: closeOf(verb, rest) }];
      case "command":
        return [{ kind: "commanded", at, command: { kind: rest, values: {} } }];
      default:
        throw new Error(`Not an input of a client: ${verb}`);
    }
  }

  #head(text: string, at: number): ClientInput<PollingMessage> {
    const [status, list] = split(text);
    const headers: HeaderList = list
      .split("; ")
      .filter((header) => header !== "")
      .map((header) => [header.slice(0, header.indexOf(": ")), header.slice(header.indexOf(": ") + 2)]);
    const handshake = httpHandshake({ status: Number(status), reason: "", headers });
    this.#decoder = polling.createDecoder("received", handshake);
    return { kind: "opened", at, handshake };
  }

  #end(at: number): ClientInput<PollingMessage>[] {
    const messages = this.#decoder?.end() ?? [];
    this.#decoder = undefined;
    return messages.map((message) => ({ kind: "received", at, message }));
  }

  #show(effects: readonly ClientEffect[], at: number): string[] {
    const lines: string[] = [];
    for (const effect of effects) {
      if (effect.kind === "wake") this.#timers.wake(effect.timer, at + effect.afterMs);
      else if (effect.kind === "forget") this.#timers.forget(effect.timer);
      else lines.push(shown(effect));
    }
    // What is on the way to an answer goes by too fast to matter to a transcript.
    return lines.filter((line) => !line.includes("reading the answer"));
  }
}

function shown(effect: ClientEffect): string {
  if (effect.kind === "report") return showEvent(effect.event);
  if (effect.kind === "status") {
    const { state, detail } = effect.status;
    return `status ${state}${detail === undefined ? "" : `: ${detail}`}`;
  }
  if (effect.kind !== "open") return effect.kind;
  const { method, url, headers, body } = effect.request;
  const told = headers.filter(([name]) => positionHeaders.includes(name.toLowerCase()));
  const parts = ["open", method, url, told.map(([name, value]) => `${name}: ${value}`).join("; ")];
  if (body !== undefined) parts.push(`body ${body}`);
  return parts.filter((part) => part !== "").join(" ");
}
