/**
 * Runs one server session for one client: gives it what the wire, the hub and the clock tell, one thing after the other,
 * and has its effects done. A session that throws loses its own client only. Knows no protocol and no kind of wire.
 */

import type { Alarms } from "../src/clock/alarms.ts";
import type { Clock } from "../src/clock/clock.ts";
import { type Sleeper, WakeTimers } from "../src/clock/wake-timers.ts";
import type { Command, Values } from "../src/model/form.ts";
import type { DataFrame, Handshake, RequestHead } from "../src/model/frame.ts";
import type { Happening } from "../src/model/happening.ts";
import type { Publication, TopicState } from "../src/model/hub.ts";
import type { Message } from "../src/model/message.ts";
import type { Decoder, Protocol } from "../src/model/protocol.ts";
import type { ServerScript } from "../src/model/server-script.ts";
import type { SaidEffect, ServerEffect, ServerInput, ServerSession, Signal } from "../src/model/session.ts";
import { ClientEffects, type EffectsOwner } from "./client-effects.ts";
import type { Faults } from "./faults/faults.ts";
import type { MockHub } from "./hub.ts";
import type { Outlet, OutletEvents } from "./outlet.ts";
import type { Subscriber } from "./topic.ts";

/** What a scenario has to say to each client. */
export interface MockScript extends ServerScript {
  /** Answers what a client said, with `client.tell` or in the hub. False when it has no answer. */
  answer(client: ClientConnection, said: SaidEffect): boolean;
}

/** What all clients of one mock server have around them. */
export interface ClientSurroundings {
  readonly hub: Pick<MockHub, "join" | "leave" | "publish" | "signal">;
  readonly faults: Pick<Faults, "isQuiet" | "outletOf" | "waitingBytes" | "instead" | "after" | "gone">;
  readonly clock: Clock;
  readonly alarms: Alarms;
  /** In [0, 1). */
  readonly random: () => number;
  /** What sessions of one protocol share. */
  shared(protocol: Protocol): object;
  settings(protocol: Protocol): Values | undefined;
  /** As it is at the moment. Without it everyone may do everything, and each protocol's own server session answers. */
  readonly script?: MockScript | undefined;
  readonly log: (text: string) => void;
  /** Told before anything comes of it, but of `subscribe` when it is so. Must not throw. */
  readonly onHappening?: ((client: ClientConnection, happening: Happening) => void) | undefined;
  /** Told once of each, when its wire is closed. */
  readonly onClosed: (client: ClientConnection) => void;
}

/**
 * `cut`: we have ended the connection against the session's will; it is told nothing more but that it is closed.
 * `failed`: the session threw, and is never asked again.
 */
type Phase = "running" | "cut" | "failed" | "closed";

type Given = ServerInput<Message> | ({ readonly kind: "signalled" } & Signal);

export class ClientConnection implements Subscriber, OutletEvents, EffectsOwner, Sleeper {
  readonly id: number;
  readonly protocol: Protocol;
  readonly door: string;
  /** ms since the epoch. */
  readonly connectedAt: number;
  readonly outlet: Outlet;
  readonly #around: ClientSurroundings;
  readonly #effects: ClientEffects;
  readonly #session: ServerSession | undefined;
  #decoder: Decoder | undefined;
  #phase: Phase = "running";
  #isBusy = false;
  #waiting: Given[] | undefined;

  /** `door` is the path of the door that the client came through. */
  constructor(
    id: number,
    protocol: Protocol,
    door: string,
    around: ClientSurroundings,
    openOutlet: (events: OutletEvents) => Outlet,
  ) {
    this.id = id;
    this.protocol = protocol;
    this.door = door;
    this.connectedAt = around.clock.now();
    this.#around = around;
    this.outlet = openOutlet(this);
    this.#effects = new ClientEffects(this, new WakeTimers(around.alarms, this), around.hub);
    const { random, script } = around;
    const options = { random, script, shared: around.shared(protocol), settings: around.settings(protocol) };
    this.#session = this.#attempt(() => protocol.createServerSession(options));
  }

  /** The peer as `host:port`, as long as it is connected. */
  get address(): string {
    return this.outlet.peerAddress();
  }

  /** Handed over, and not taken by the peer yet. */
  get waitingBytes(): number {
    return this.#around.faults.waitingBytes(this);
  }

  get topics(): ReadonlySet<string> {
    return this.#effects.topics;
  }

  requested(request: RequestHead, body: Uint8Array): void {
    this.happened({ on: "connect", request });
    this.#give({ kind: "requested", at: this.#now(), request, body });
  }

  commanded(command: Command): void {
    this.#give({ kind: "commanded", at: this.#now(), command });
  }

  joined(topic: TopicState): void {
    this.#give({ kind: "joined", at: this.#now(), topic });
  }

  published(publication: Publication): void {
    this.#give({ kind: "published", at: this.#now(), publication });
  }

  signalled(from: string, topic: string, data: unknown): void {
    if (from === this.protocol.id) this.#give({ kind: "signalled", at: this.#now(), topic, data });
  }

  /** Something for this client alone: on a topic that it hears, or wherever it listens. */
  tell(topic: string | undefined, data: unknown): void {
    this.#give({ kind: "told", at: this.#now(), topic, data });
  }

  happened(happening: Happening): void {
    this.#around.onHappening?.(this, happening);
  }

  isAnswered(said: SaidEffect): boolean {
    return this.#around.script?.answer(this, said) ?? false;
  }

  outletFor(about: string | readonly string[] | undefined): Outlet {
    const { faults } = this.#around;
    return faults.isQuiet ? this.outlet : faults.outletOf(this, about);
  }

  woke(timer: string): void {
    this.#give({ kind: "woke", at: this.#now(), timer });
  }

  accepted(handshake: Handshake): void {
    this.#decoder = this.protocol.createDecoder("sent", handshake);
  }

  log(text: string): void {
    this.#around.log(`${this.protocol.title} client ${this.id}: ${text}`);
  }

  received(frame: DataFrame): void {
    this.#giveMessages(() => this.#decoder?.decode(frame));
  }

  broke(reason: string): void {
    this.log(reason);
  }

  closed(): void {
    this.#giveMessages(() => this.#decoder?.end());
    if (this.#phase === "cut") this.#phase = "running";
    this.#give({ kind: "closed", at: this.#now() });
    this.#phase = "closed";
    this.#effects.letGo();
    this.happened({ on: "disconnect" });
    if (!this.#around.faults.isQuiet) this.#around.faults.gone(this);
    this.#around.onClosed(this);
  }

  /** Ends the connection because the whole server stops. `closed` follows when the client agrees. */
  stop(): void {
    this.outlet.stop();
  }

  drop(): void {
    this.outlet.drop();
  }

  #now(): number {
    return this.#around.clock.now();
  }

  #giveMessages(decode: () => readonly Message[] | undefined): void {
    if (this.#phase !== "running") return;
    for (const message of this.#attempt(decode) ?? []) this.#give({ kind: "received", at: this.#now(), message });
  }

  /**
   * One input at a time: what an effect brings about (a join is answered, a publication comes back) waits until all
   * effects of the input before it are done, so that a session sees one order and sends in it.
   */
  #give(input: Given): void {
    if (this.#isBusy) {
      this.#waiting ??= [];
      this.#waiting.push(input);
      return;
    }
    this.#isBusy = true;
    const { faults } = this.#around;
    for (let next: Given | undefined = input; next; next = this.#waiting?.shift()) {
      this.#handle(next);
      if (!faults.isQuiet) faults.after(this, next.kind, topicOf(next));
    }
    this.#isBusy = false;
    this.#waiting = undefined;
  }

  #handle(input: Given): void {
    if (this.#phase !== "running") return;
    try {
      const topic = topicOf(input);
      for (const effect of this.#answer(input)) {
        const reason = this.#effects.perform(effect, topic);
        if (reason === undefined) continue;
        this.#cut(reason);
        break;
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #answer(input: Given): readonly ServerEffect[] {
    const { faults } = this.#around;
    if (input.kind === "requested" && !faults.isQuiet) {
      const instead = faults.instead(this, input.request);
      if (instead) return instead;
    }
    const answer = input.kind === "signalled" ? this.#session?.signalled?.(input) : this.#session?.handle(input);
    return answer ?? [];
  }

  #attempt<T>(task: () => T): T | undefined {
    try {
      return task();
    } catch (error) {
      this.#fail(error);
      return undefined;
    }
  }

  #cut(reason: string): void {
    this.#phase = "cut";
    this.log(`cut, because ${reason}`);
    this.outlet.drop();
  }

  #fail(error: unknown): void {
    this.#phase = "failed";
    this.log(`cut, because its session failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
    this.#effects.letGo();
    try {
      this.outlet.fail();
    } catch {
      this.outlet.drop();
    }
  }
}

/** The topic that it is about, if it is about one. */
function topicOf(input: Given): string | undefined {
  switch (input.kind) {
    case "joined":
      return input.topic.topic;
    case "published":
      return input.publication.topic;
    case "told":
    case "signalled":
      return input.topic;
    default:
      return undefined;
  }
}
