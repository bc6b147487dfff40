/** Plays a transcript against a protocol's observer, in virtual time, with rows numbered as a recorder does. */
import type { ObserverEvent } from "../../src/model/event.ts";
import type { Message } from "../../src/model/message.ts";
import type { ObserverInput } from "../../src/model/observer.ts";
import type { Decoder, Protocol } from "../../src/model/protocol.ts";
import { type Player, startAt } from "./transcript.ts";
import { closeOf, frameOf, handshakeOf, showEvent, split } from "./wire.ts";

/**
 * Inputs: `opened SUBPROTOCOL` (offered: the two of Rails), `opened` (none offered), `opened - OFFERED` (none chosen),
 * `received TEXT`, `sent TEXT`, `sent-close CODE`, `closed`; each may begin with a connection's number. Time passes in ticks
 * of 250 ms. The rows are numbered as a recorder does.
 */
export class ObserverPlayer<M extends Message> implements Player {
  private readonly protocol: Protocol<M>;
  private readonly observer: ReturnType<Protocol<M>["createObserver"]>;
  private readonly decoders = new Map<string, Decoder<M>>();
  private seq = 0;
  private tickAt = startAt;
  readonly events: ObserverEvent[] = [];

  constructor(protocol: Protocol<M>) {
    this.protocol = protocol;
    this.observer = protocol.createObserver();
  }

  put(line: string, at: number): readonly string[] {
    const numbered = /^(\d+) (.*)$/s.exec(line);
    const connection = Number(numbered?.[1] ?? 1);
    const [verb = "", rest = ""] = split(numbered?.[2] ?? line);
    return this.inputs(verb, rest, connection, at).flatMap((input) => this.tell(input));
  }

  dueAt(): number {
    return this.tickAt;
  }

  pass(at: number): readonly string[] {
    this.tickAt = at + 250;
    return this.tell({ kind: "ticked", at });
  }

  private inputs(verb: string, rest: string, connection: number, at: number): ObserverInput<M>[] {
    const base = { at, connection };
    switch (verb) {
      case "opened": {
        const [chosen = "", offered = ""] = split(rest);
        const list = offered === "" ? ["actioncable-v1-json", "actioncable-unsupported"] : offered.split(",");
        const handshake = handshakeOf(chosen === "" || chosen === "-" ? undefined : chosen, chosen === "" ? [] : list);
        for (const direction of ["sent", "received"] as const) {
          this.decoders.set(`${connection} ${direction}`, this.protocol.createDecoder(direction, handshake));
        }
        return [{ kind: "opened", ...base, entry: this.row(), handshake }];
      }
      case "received":
      case "sent": {
        const messages = this.decoders.get(`${connection} ${verb}`)?.decode(frameOf("received", rest, verb)) ?? [];
        return messages.map((message) => ({
          kind: "message",
          ...base,
          entry: this.row(),
          frame: this.seq,
          direction: verb,
          message,
        }));
      }
      case "sent-close": {
        const message = {
          kind: "ws_close",
          frame: { code: rest === "" ? undefined : Number(rest), reason: "" },
        } as const;
        return [{ kind: "message", ...base, entry: this.row(), frame: this.seq, direction: "sent", message }];
      }
      case "closed":
        return [{ kind: "closed", ...base, entry: this.row(), close: closeOf("closed", rest) }];
      default:
        throw new Error(`Not an input of an observer: ${verb}`);
    }
  }

  private tell(input: ObserverInput<M>): string[] {
    const events = this.observer.observe(input);
    this.events.push(...events);
    this.seq += events.length;
    return events.map(showEvent);
  }

  private row(): number {
    this.seq += 1;
    return this.seq;
  }
}
