/** Plays a transcript against a protocol's client session, in virtual time. */
import type { Values } from "../../src/model/form.ts";
import type { Message } from "../../src/model/message.ts";
import type { ClientOptions, Decoder, Protocol } from "../../src/model/protocol.ts";
import type { ClientEffect, ClientInput } from "../../src/model/session.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { type Player, Timers } from "./transcript.ts";
import { closeOf, frameOf, handshakeOf, showEvent, split } from "./wire.ts";

export interface ClientPlayerOptions extends Partial<ClientOptions> {
  /** Kinds of effects to leave out of the text. */
  readonly hide?: readonly ClientEffect["kind"][];
}

/**
 * Inputs: `started`, `opened SUBPROTOCOL`, `received TEXT`, `chunk JSON-STRING`, `closed CODE REASON`, `closed` (no close
 * frame), `refused STATUS REASON: BODY`, `failed CODE`, `command KIND {"field":"value"}`.
 */
export class ClientPlayer<M extends Message> implements Player {
  private readonly protocol: Protocol<M>;
  private readonly session: ReturnType<Protocol<M>["createClientSession"]>;
  private readonly hidden: ReadonlySet<string>;
  private readonly timers = new Timers();
  private decoder: Decoder<M> | undefined;
  private offered: readonly string[] = [];

  constructor(protocol: Protocol<M>, { hide = [], ...options }: ClientPlayerOptions = {}) {
    this.protocol = protocol;
    this.hidden = new Set(hide);
    const url = "ws://localhost:3000/cable";
    this.session = protocol.createClientSession({ url, headers: [], settings: {}, random: () => 0, ...options });
  }

  put(line: string, at: number): readonly string[] {
    const [verb = "", rest = ""] = split(line);
    try {
      return this.inputs(verb, rest, at).flatMap((input) => this.show(this.session.handle(input), at));
    } catch (error) {
      if (error instanceof MisuseError) return [`misuse ${error.code}: ${error.message}`];
      throw error;
    }
  }

  dueAt(): number | undefined {
    return this.timers.next()?.[1];
  }

  pass(at: number): readonly string[] {
    return this.show(this.session.handle({ kind: "woke", at, timer: this.timers.take() }), at);
  }

  private inputs(verb: string, rest: string, at: number): ClientInput<M>[] {
    switch (verb) {
      case "started":
        return [{ kind: "started", at }];
      case "opened": {
        const handshake = handshakeOf(rest === "" ? undefined : rest, this.offered);
        this.decoder = this.protocol.createDecoder("received", handshake);
        return [{ kind: "opened", at, handshake }];
      }
      case "received":
      case "chunk": {
        const messages = this.decoder?.decode(frameOf(verb, rest, "received")) ?? [];
        return messages.map((message) => ({ kind: "received", at, message }));
      }
      case "closed":
      case "refused":
      case "failed": {
        const messages = this.decoder?.end() ?? [];
        this.decoder = undefined;
        const received = messages.map((message) => ({ kind: "received", at, message }) as const);
        return [...received, { kind: "closed", at, close: closeOf(verb, rest) }];
      }
      case "command": {
        const [kind = "", values = "{}"] = split(rest);
        return [{ kind: "commanded", at, command: { kind, values: JSON.parse(values || "{}") as Values } }];
      }
      default:
        throw new Error(`Not an input of a client: ${verb}`);
    }
  }

  private show(effects: readonly ClientEffect[], at: number): string[] {
    const lines: string[] = [];
    for (const effect of effects) {
      if (effect.kind === "wake") this.timers.wake(effect.timer, at + effect.afterMs);
      else if (effect.kind === "forget") this.timers.forget(effect.timer);
      else if (!this.hidden.has(effect.kind)) lines.push(showClientEffect(effect));
      if (effect.kind === "open") this.offered = effect.request.subprotocols ?? [];
    }
    return lines;
  }
}

function showClientEffect(effect: ClientEffect): string {
  switch (effect.kind) {
    case "open": {
      const { method, url, subprotocols } = effect.request;
      return [`open`, method, url, subprotocols?.join(",")].filter(Boolean).join(" ");
    }
    case "send":
      return typeof effect.frame.data === "string" ? `send ${effect.frame.data}` : `send ${effect.frame.kind}`;
    case "close":
      return ["close", effect.code, effect.reason].filter((word) => word !== undefined).join(" ");
    case "report":
      return showEvent(effect.event);
    case "status": {
      const { state, detail, channels } = effect.status;
      const named = channels.map((channel) => ` [${channel.label}: ${channel.state}]`).join("");
      return `status ${state}${detail === undefined ? "" : `: ${detail}`}${named}`;
    }
    default:
      return effect.kind;
  }
}
