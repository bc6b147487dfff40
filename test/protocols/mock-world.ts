/**
 * Client against server with no socket: a runner over a transport that ends in a protocol's own server session, on a
 * real hub, in virtual time. Rows come out as a recorder writes them.
 */
import { Hub } from "../../mock-server/hub.ts";
import type { Subscriber } from "../../mock-server/topic.ts";
import { Alarms } from "../../src/clock/alarms.ts";
import { ManualClock } from "../../src/clock/manual-clock.ts";
import { type Sleeper, WakeTimers } from "../../src/clock/wake-timers.ts";
import type { CaptureWriter } from "../../src/model/capture.ts";
import type { Command, Values } from "../../src/model/form.ts";
import type { Close, HeaderList, RequestHead, ResponseHead } from "../../src/model/frame.ts";
import type { Message } from "../../src/model/message.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import type { ClientStatus, ServerEffect, ServerInput } from "../../src/model/session.ts";
import type {
  OpenRequest,
  OutgoingFrame,
  Transport,
  TransportConnection,
  TransportSink,
} from "../../src/model/transport.ts";
import { Runner } from "../../src/runner/runner.ts";

/** The mock server's side of the world: a hub, and whoever is connected. */
export class World {
  readonly clock = new ManualClock(Date.UTC(2026, 0, 1));
  readonly alarms = new Alarms(this.clock);
  readonly links = new Set<Link>();
  /** What the sessions of the one protocol of this world share. */
  readonly shared = {};
  /** The chance that server sessions are given. */
  random: () => number = () => 0;
  hub: Hub;
  /** Nobody listens: every new connection is refused. */
  isDown = false;
  /** The process hangs: nothing is answered any more, not even a close. */
  isFrozen = false;

  constructor() {
    this.hub = this.#newHub();
  }

  /** As after a restart of the mock server: topics and their history are gone, and so are the connections. */
  forget(): void {
    for (const link of this.links) link.perform([{ kind: "drop" }]);
    this.hub = this.#newHub();
  }

  command(kind: string, values: Values = {}): void {
    for (const link of this.links) link.tell({ kind: "commanded", at: this.clock.now(), command: { kind, values } });
  }

  /** Every connection is gone, with no word. */
  cut(): void {
    for (const link of this.links) link.cut();
  }

  #newHub(): Hub {
    return new Hub({ now: () => this.clock.now(), random: () => 0.5 });
  }
}

/** A client session at work in a world. */
export class Client {
  /** `kind summary` of each row; events are `! level kind: title`. */
  readonly rows: string[] = [];
  status: ClientStatus | undefined;
  readonly #runner: Runner;
  readonly #world: World;

  constructor(world: World, protocol: Protocol, url: string, settings: Values = {}, headers: HeaderList = []) {
    this.#world = world;
    let frames = 0;
    const row = (text: string) => this.rows.push(text);
    const writer: CaptureWriter = {
      frame: () => ++frames,
      connection: () => {},
      message: (_, __, direction, source, message) =>
        row(source === "transport" ? message.kind : rowOf(protocol, direction === "sent" ? ">" : "<", message)),
      event: (_, __, event) => row(`! ${event.level} ${event.kind}: ${event.title}`),
    };
    const transport: Transport = {
      open: (request, sink) => {
        const link = new Link(world, protocol, request, sink);
        world.clock.schedule(0, () => link.start());
        return link;
      },
    };
    this.#runner = new Runner({
      protocol,
      transport,
      writer,
      clock: world.clock,
      clientOptions: { url, headers, settings, random: () => 0 },
      onStatus: (status) => {
        this.status = status;
      },
      onEvent: () => {},
    });
    this.#runner.start();
    world.clock.advance(0);
  }

  command(kind: string, values: Command["values"] = {}): void {
    this.#runner.command({ kind, values });
    this.#world.clock.advance(0);
  }

  /** Rows since the last look. */
  take(): string[] {
    return this.rows.splice(0);
  }
}

function rowOf(protocol: Protocol, arrow: string, message: Message): string {
  const id = message.eventId === undefined ? "" : `#${message.eventId}`;
  return [arrow, message.kind, message.channel, id, protocol.summarize(message)].filter(Boolean).join(" ");
}

/** One connection, both ends of it. */
class Link implements TransportConnection, Subscriber, Sleeper {
  readonly #world: World;
  readonly #protocol: Protocol;
  readonly #request: OpenRequest;
  readonly #sink: TransportSink;
  readonly #session: ReturnType<Protocol["createServerSession"]>;
  readonly #timers: WakeTimers;
  readonly #topics = new Set<string>();
  #decoder: ReturnType<Protocol["createDecoder"]> | undefined;
  #isOver = false;
  #askedAt = 0;

  constructor(world: World, protocol: Protocol, request: OpenRequest, sink: TransportSink) {
    this.#world = world;
    this.#protocol = protocol;
    this.#request = request;
    this.#sink = sink;
    this.#timers = new WakeTimers(world.alarms, this);
    this.#session = protocol.createServerSession({ random: () => world.random(), shared: world.shared });
  }

  start(): void {
    if (this.#isOver) return;
    if (this.#world.isDown) {
      const failure = { stage: "connect", code: "ECONNREFUSED", message: "nobody listens" } as const;
      this.#over({ kind: "failed", failure });
      return;
    }
    this.#world.links.add(this);
    this.#askedAt = this.#world.clock.now();
    const body = this.#request.body ?? "";
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    this.#sink.frame({ kind: "request", direction: "sent", head: this.#head() });
    if (bytes.length > 0 && this.#protocol.transport === "http")
      this.#sink.frame({ kind: "chunk", direction: "sent", data: bytes });
    this.tell({ kind: "requested", at: this.#world.clock.now(), request: this.#head(), body: bytes });
  }

  tell(input: ServerInput<Message>): void {
    if (!this.#isOver && !this.#world.isFrozen) this.perform(this.#session.handle(input));
  }

  woke(timer: string): void {
    this.tell({ kind: "woke", at: this.#world.clock.now(), timer });
  }

  joined(topic: Parameters<Subscriber["joined"]>[0]): void {
    this.tell({ kind: "joined", at: this.#world.clock.now(), topic });
  }

  published(publication: Parameters<Subscriber["published"]>[0]): void {
    this.tell({ kind: "published", at: this.#world.clock.now(), publication });
  }

  signalled(_: string, topic: string, data: unknown): void {
    if (this.#isOver || this.#world.isFrozen) return;
    this.perform(this.#session.signalled?.({ at: this.#world.clock.now(), topic, data }) ?? []);
  }

  send(frame: OutgoingFrame): void {
    this.#sink.frame({ kind: frame.kind, direction: "sent", data: frame.data });
    if (frame.kind === "ping") {
      this.#sink.frame({ kind: "pong", direction: "received", data: frame.data });
      return;
    }
    const messages = this.#decoder?.decode({ kind: frame.kind, direction: "sent", data: frame.data }) ?? [];
    for (const message of messages) this.tell({ kind: "received", at: this.#world.clock.now(), message });
  }

  close(code?: number, reason = ""): void {
    if (this.#protocol.transport === "http") {
      this.#over({ kind: "ended", aborted: true });
      return;
    }
    const info = { code, reason };
    this.#sink.frame({ kind: "close", direction: "sent", data: reason, code });
    if (this.#world.isFrozen) return;
    this.#sink.frame({ kind: "close", direction: "received", data: reason, code });
    this.#over({ kind: "closed", sent: info, seen: info });
  }

  cut(): void {
    this.#over(this.#cutOff());
  }

  perform(effects: readonly ServerEffect[]): void {
    for (const effect of effects) if (!this.#isOver) this.#perform(effect);
  }

  #perform(effect: ServerEffect): void {
    const { hub } = this.#world;
    switch (effect.kind) {
      case "accept":
        this.#opened(
          { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [] },
          effect.subprotocol,
        );
        break;
      case "respond":
        this.#opened({ status: effect.status, reason: "", httpVersion: "1.1", headers: effect.headers });
        if (effect.body !== undefined) this.#sink.frame({ kind: "chunk", direction: "received", data: effect.body });
        if (!effect.stream) this.#over({ kind: "ended" });
        break;
      case "send":
        this.#sink.frame({ kind: this.#kindOf(effect.data), direction: "received", data: effect.data });
        break;
      case "close":
        this.#sink.frame({ kind: "close", direction: "received", data: effect.reason, code: effect.code });
        this.#over({ kind: "closed", seen: effect });
        break;
      case "end":
        this.#over({ kind: "ended" });
        break;
      case "drop":
        this.#over(this.#cutOff());
        break;
      case "join":
        this.#topics.add(effect.join.topic);
        hub.join(this, effect.join);
        break;
      case "leave":
        hub.leave(this, effect.topic);
        break;
      case "said":
        this.perform(effect.otherwise);
        break;
      case "publish":
        hub.publish(effect.topic, effect.data);
        break;
      case "signal":
        hub.signal(this.#protocol.id, effect.topic, effect.data);
        break;
      case "wake":
        this.#timers.wake(effect.timer, effect.afterMs);
        break;
      case "forget":
        this.#timers.forget(effect.timer);
    }
  }

  #head(): RequestHead {
    const { url, method = "GET", headers, subprotocols = [] } = this.#request;
    const isWebSocket = this.#protocol.transport === "websocket";
    const upgrade: HeaderList = isWebSocket ? [["Upgrade", "websocket"]] : [];
    const offer: HeaderList = subprotocols.length > 0 ? [["Sec-WebSocket-Protocol", subprotocols.join(", ")]] : [];
    const { body } = this.#request;
    const length = typeof body === "string" ? Buffer.byteLength(body) : body?.length;
    const framing: HeaderList = length === undefined ? [] : [["Content-Length", String(length)]];
    return { method, url, httpVersion: "1.1", headers: [...headers, ...upgrade, ...offer, ...framing] };
  }

  #opened(response: ResponseHead, subprotocol?: string): void {
    const timing = { connectMs: 0, holdMs: this.#world.clock.now() - this.#askedAt };
    const offered = this.#request.subprotocols ?? [];
    const handshake = { request: this.#head(), response, offered, subprotocol, timing };
    this.#decoder = this.#protocol.createDecoder("sent", handshake);
    this.#sink.opened(handshake);
  }

  #kindOf(data: string | Uint8Array): "text" | "binary" | "chunk" {
    if (this.#protocol.transport === "http") return "chunk";
    return typeof data === "string" ? "text" : "binary";
  }

  #cutOff(): Close {
    const failure = { stage: "reset", code: "ECONNRESET", message: "the connection was cut" } as const;
    return this.#protocol.transport === "http" ? { kind: "ended", failure } : { kind: "closed", failure };
  }

  #over(close: Close): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#world.links.delete(this);
    this.#timers.forgetAll();
    for (const topic of this.#topics) this.#world.hub.leave(this, topic);
    for (const effect of this.#session.handle({ kind: "closed", at: this.#world.clock.now() }))
      if (effect.kind === "signal") this.#world.hub.signal(this.#protocol.id, effect.topic, effect.data);
    this.#sink.closed(close);
  }
}
