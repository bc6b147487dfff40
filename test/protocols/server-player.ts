/** Plays a transcript against a protocol's server session, in virtual time. */
import type { Values } from "../../src/model/form.ts";
import type { Message } from "../../src/model/message.ts";
import type { Decoder, Protocol } from "../../src/model/protocol.ts";
import type { ServerEffect, ServerInput } from "../../src/model/session.ts";
import { type Player, Timers } from "./transcript.ts";
import { frameOf, handshakeOf, split } from "./wire.ts";

/**
 * Inputs: `requested /path?query subprotocol,subprotocol`, `received TEXT`, `joined TOPIC`, `publish TOPIC JSON`,
 * `command KIND {…}`, `closed`.
 */
export class ServerPlayer<M extends Message> implements Player {
  private readonly session: ReturnType<Protocol<M>["createServerSession"]>;
  private readonly decoder: Decoder<M>;
  private readonly timers = new Timers();
  private published = 0;

  constructor(protocol: Protocol<M>) {
    this.session = protocol.createServerSession({ random: () => 0 });
    this.decoder = protocol.createDecoder("sent", handshakeOf(undefined, []));
  }

  put(line: string, at: number): readonly string[] {
    const [verb = "", rest = ""] = split(line);
    return this.inputs(verb, rest, at).flatMap((input) => this.show(this.session.handle(input), at));
  }

  dueAt(): number | undefined {
    return this.timers.next()?.[1];
  }

  pass(at: number): readonly string[] {
    return this.show(this.session.handle({ kind: "woke", at, timer: this.timers.take() }), at);
  }

  private inputs(verb: string, rest: string, at: number): ServerInput<M>[] {
    switch (verb) {
      case "requested": {
        const [url = "/", offered = ""] = split(rest);
        const upgrade = [["Upgrade", "websocket"] as const, ["Connection", "Upgrade"] as const];
        const named = offered === "" ? [] : [["Sec-WebSocket-Protocol", offered] as const];
        const headers = [["Host", "127.0.0.1"] as const, ...(offered === "-" ? [] : [...upgrade, ...named])];
        const request = { method: "GET", url: `http://127.0.0.1${url}`, httpVersion: "1.1", headers };
        return [{ kind: "requested", at, request, body: new Uint8Array() }];
      }
      case "received": {
        const messages = this.decoder.decode(frameOf(verb, rest, "sent"));
        return messages.map((message) => ({ kind: "received", at, message }));
      }
      case "joined":
        return [
          {
            kind: "joined",
            at,
            topic: { topic: rest, epoch: "abcd", lastOffset: 0, lastGlobalId: 0, replay: [], complete: true },
          },
        ];
      case "publish": {
        const [topic = "", data = "null"] = split(rest);
        this.published += 1;
        const ids = { globalId: this.published, offset: this.published, epoch: "abcd" };
        return [{ kind: "published", at, publication: { topic, ...ids, at, data: JSON.parse(data) } }];
      }
      case "command": {
        const [kind = "", values = ""] = split(rest);
        return [{ kind: "commanded", at, command: { kind, values: JSON.parse(values || "{}") as Values } }];
      }
      case "closed":
        return [{ kind: "closed", at }];
      default:
        throw new Error(`Not an input of a server: ${verb}`);
    }
  }

  private show(effects: readonly ServerEffect[], at: number): string[] {
    const lines: string[] = [];
    for (const effect of effects) {
      if (effect.kind === "wake") this.timers.wake(effect.timer, at + effect.afterMs);
      else if (effect.kind === "forget") this.timers.forget(effect.timer);
      // Nobody answers here: what the session itself would do is done.
      else if (effect.kind === "said") lines.push(...this.show(effect.otherwise, at));
      else lines.push(showServerEffect(effect));
    }
    return lines;
  }
}

function showServerEffect(effect: ServerEffect): string {
  switch (effect.kind) {
    case "accept":
      return `accept ${effect.subprotocol ?? ""}`.trim();
    case "respond":
      return `respond ${effect.status} ${effect.headers.map(([name, value]) => `${name}: ${value}`).join(", ")} ${effect.body ?? ""}`.trim();
    case "send":
      return typeof effect.data === "string" ? `send ${effect.data}` : `send ${effect.data.length} bytes`;
    case "close":
      return `close ${effect.code} ${effect.reason}`.trim();
    case "join":
      return `join ${effect.join.topic}`;
    case "leave":
      return `leave ${effect.topic}`;
    case "signal":
      return `signal ${effect.topic} ${JSON.stringify(effect.data)}`;
    case "publish":
      return `publish ${effect.topic} ${JSON.stringify(effect.data)}`;
    case "note":
      return `note ${effect.text}`;
    default:
      return effect.kind;
  }
}
