/**
 * The mock server: one listener, one door a protocol, one hub behind them all. Only puts the parts together and starts
 * and stops them: what happens to a request is in `reception.ts`, what a client does in `client-connection.ts`.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { ActiveFault, Fault, FaultStrike } from "../src/model/fault.ts";
import type { Command, Values } from "../src/model/form.ts";
import type { Publication } from "../src/model/hub.ts";
import type { MockDoor, MockPosition, MockState } from "../src/model/mock.ts";
import type { Protocol } from "../src/model/protocol.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import { createIdentity } from "./certificate.ts";
import { ChangeNotice } from "./change-notice.ts";
import type { ClientConnection, ClientSurroundings, MockScript } from "./client-connection.ts";
import { ClientRoster } from "./client-roster.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { ControlAddress } from "./control/asking.ts";
import { Control, isControlRequest } from "./control/control.ts";
import { ControlDesk } from "./control/desk.ts";
import type { Perform } from "./control/orders.ts";
import { describeDoor, doorsOf } from "./doors.ts";
import { Faults } from "./faults/faults.ts";
import { Hub, type MockHub } from "./hub.ts";
import { type Listener, openListener } from "./listener.ts";
import { registerMock } from "./mock-files.ts";
import { oneLine } from "./one-line.ts";
import { Reception } from "./reception.ts";
import type { SharedHub, SharedHubOptions } from "./redis/shared-hub.ts";
import { ReplayHouse } from "./replay/replay-house.ts";
import type { FaultDesk } from "./scenario/scripted-faults.ts";
import { Stage } from "./scenario/stage.ts";
import type { Witness } from "./witness.ts";

/** Clients and topics named in a `MockState`; doors always count all of their clients. */
const SHOWN = 500;

/** How long clients get to close politely when the server stops. */
const STOP_GRACE_MS = 300;

export interface RedisOptions {
  /** `redis://[user:password@]host:port/database`. */
  readonly url: string;
  /** The `channel_prefix` of the Rails app's cable.yml. */
  readonly prefix?: string | undefined;
}

export interface MockServerOptions {
  /** 0 or undefined: any free port. */
  readonly port?: number | undefined;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Speak TLS, with a certificate made for this run, and HTTP/2 with those who want it. */
  readonly tls?: boolean | undefined;
  readonly protocols: readonly Protocol[];
  /** By protocol id, for those that take any: `{ anycable: { broadcastKey: "…" } }`. */
  readonly settings?: Readonly<Record<string, Values>> | undefined;
  /** What a scenario decides. Without it everyone may do everything, but for what `scenario` says. */
  readonly script?: MockScript | undefined;
  /** Told of every frame of every client, as it went over the wire. */
  readonly witness?: Witness | undefined;
  /** Played from the start. */
  readonly scenario?: Scenario | undefined;
  /** Shares topics, history and ids with the mock servers and apps of this Redis. */
  readonly redis?: RedisOptions | undefined;
  /** At most 20 times a second. */
  readonly onChange: (state: MockState) => void;
  /** What clients do, one after the other; see `ClientSurroundings`. */
  readonly onHappening?: ClientSurroundings["onHappening"];
  /** One line about what happened, never more. */
  readonly log: (text: string) => void;
  /** Told of each thing that a fault did. */
  readonly onStrike?: ((strike: FaultStrike) => void) | undefined;
  readonly clock?: Clock | undefined;
  /** In [0, 1). */
  readonly random?: (() => number) | undefined;
}

export interface MockServer {
  /** Such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly port: number;
  /** Names the first 500 clients and the 500 topics that were published to last. */
  state(): MockState;
  /** Resolves when it is kept and handed on. Rejects with a `MisuseError` (`missing-topic`, `not-json`, `redis-lost`, `redis-refuses`). */
  publish(topic: string, data: unknown): Promise<{ readonly subscribers: number; readonly offset: number }>;
  /** What is kept of a topic, oldest first: at most `count`, the newest. */
  history(topic: string, count: number): readonly Publication[];
  /** To one client alone, wherever it listens or on a topic that it hears. Throws `MisuseError` (`unknown-client`). */
  tell(client: number, topic: string | undefined, data: unknown): void;
  /**
   * Asks every client's session, those of one door (`values.door`) or one (`values.client`). Throws `MisuseError`
   * (`unknown-door`, `unknown-client`).
   */
  command(command: Command): void;
  /**
   * Lets something go wrong from now on, until it is removed, has struck its `times`, or `forMs` have passed. What befalls
   * at once and does not last has struck already in what comes back. Throws `MisuseError` (`unknown-door`,
   * `unknown-protocol`, `unknown-client`, `bad-fault`).
   */
  addFault(fault: Fault, from: ActiveFault["from"], forMs?: number): ActiveFault;
  /** False when it is over already, or never was. */
  removeFault(id: string): boolean;
  /** All of them, or those that came from there. */
  clearFaults(from?: ActiveFault["from"]): void;
  faults(): readonly ActiveFault[];
  /** Does what other programs can order over HTTP, see docs/control-api.md. Rejects with a `MisuseError`. */
  readonly perform: Perform;
  /** Where they can order it, and with which token. */
  readonly address: ControlAddress;
  /**
   * Plays this scenario instead of the present one; undefined: none. Connections, subscriptions and history stay, and so
   * do state variables that still begin as they did. Throws a `MisuseError` for its recording
   * (`unknown-protocol`, `unknown-door`), and goes on with the present one then.
   */
  play(scenario: Scenario | undefined): void;
  /** Ends every connection within a second and frees the port. */
  stop(): Promise<void>;
}

/** Rejects with a `MisuseError` whose message helps when the port or host cannot be had. */
export async function startMockServer(options: MockServerOptions): Promise<MockServer> {
  const { protocols, host = "127.0.0.1", clock = systemClock, random = Math.random } = options;
  const log = (text: string) => options.log(oneLine(text));
  let listener: Listener | undefined;

  const notice = new ChangeNotice(clock, () => options.onChange(state()));
  const onChange = () => notice.touch();
  const hubOptions = {
    now: () => clock.now(),
    random,
    onChange,
    onPublication: (publication: Publication) => stage.published(publication),
  };
  const redis = options.redis && (await openShared({ ...hubOptions, ...options.redis, log }));
  const hub: MockHub = redis ?? new Hub(hubOptions);
  // By id, since a protocol may have a stand-in.
  const sharedBy = new Map(protocols.map(({ id }) => [id, {}]));
  const shared = ({ id }: Protocol) => sharedBy.get(id) ?? {};
  const roster = new ClientRoster([...new Set(doorsOf(protocols).map(({ door }) => door.path))], onChange);
  const faults = new Faults({
    protocols,
    hub,
    clients: () => roster.all(),
    clock,
    random,
    onStrike: (strike) => {
      options.witness?.struck(strike);
      options.onStrike?.(strike);
    },
    onChange,
  });
  const faultDesk: FaultDesk = {
    add: (fault, forMs) => faults.add(fault, "scenario", forMs).id,
    remove: (id) => void faults.remove(id),
  };
  const stage = new Stage({ protocols, hub, clock, random, shared, desk: faultDesk, log, onChange });

  function doors(): MockDoor[] {
    const { origin } = listener ?? { origin: "" };
    return doorsOf(protocols).map((owned) =>
      describeDoor(owned, origin, roster.countAt(owned.door.path, owned.protocol.id)),
    );
  }

  function positionOf(client: ClientConnection, topic: string): MockPosition | undefined {
    return hub.position(client, topic);
  }

  function state(): MockState {
    if (!listener) return { running: false, doors: [], topics: [], clients: [], faults: [] };
    const { port, origin } = listener;
    const [topics, clients] = [hub.topics(SHOWN), roster.list(SHOWN, positionOf)];
    return {
      running: true,
      port,
      origin,
      doors: doors(),
      topics,
      clients,
      faults: faults.list(),
      scenario: stage.playing,
      redis: redis?.state(),
    };
  }

  async function publish(
    topic: string,
    data: unknown,
  ): Promise<{ readonly subscribers: number; readonly offset: number }> {
    redis?.checkConnected();
    const { subscribers, publication } = await hub.publish(topic, data);
    return { subscribers, offset: publication.offset };
  }

  const replays = new ReplayHouse(protocols);
  function play(scenario: Scenario | undefined): void {
    replays.play(scenario?.replay);
    stage.play(scenario);
  }

  const desk = new ControlDesk({
    protocols,
    hub,
    roster,
    faults,
    clock,
    state,
    clients: () => roster.list(Number.POSITIVE_INFINITY, positionOf),
    publish,
    history: (topic, count) => hub.history(topic, count),
    play,
    playAgain() {
      const { scenario } = stage;
      stage.forget();
      play(scenario);
    },
  });
  const reception = new Reception({
    protocols,
    replays,
    settings: options.settings,
    script: () => options.script ?? stage.script,
    onHappening(client, happening) {
      desk.log.add(client, happening);
      stage.happened(client, happening);
      options.onHappening?.(client, happening);
    },
    witness: options.witness,
    roster,
    doors,
    faults,
    hub,
    shared,
    clock,
    random,
    log,
  });
  const control = new Control(desk);
  const startedAt = clock.now();
  // By the real clock, also where a test has its own: those who check the certificate go by it.
  const identity = options.tls === true ? await createIdentity(host, Date.now()) : undefined;
  const handlers = {
    request: (request: IncomingMessage, response: ServerResponse) =>
      (isControlRequest(request) ? control : reception).answer(request, response),
    upgrade: (request: IncomingMessage, socket: Socket, firstBytes: Buffer) =>
      reception.upgrade(request, socket, firstBytes),
    requestFailed: (reason: string) => log(`A request failed: ${reason}.`),
  };
  // Before anybody can come, so that its rules hold for the first one too.
  if (redis) stage.remember(redis.topicsWithHistory());
  if (options.scenario) play(options.scenario);
  try {
    listener = await openListener(options.port ?? 0, host, handlers, identity);
  } catch (error) {
    stage.stop();
    notice.stop();
    await redis?.stop();
    throw error;
  }
  const { port, origin } = listener;
  const { certificate } = identity ?? {};
  const unregister = await registerMock({ port, origin, token: control.token, certificate, startedAt }, log);
  log(`The mock server listens at ${origin}.`);
  onChange();

  async function close({ close: closeListener }: Listener): Promise<void> {
    listener = undefined;
    faults.clear();
    stage.stop();
    notice.stop();
    await Promise.all([unregister(), closeListener(() => roster.end(STOP_GRACE_MS))]);
    await redis?.stop();
    log(`The mock server at ${origin} has stopped.`);
    options.onChange(state());
  }

  let closed: Promise<void> | undefined;
  function stop(): Promise<void> {
    if (listener) closed = close(listener);
    return closed ?? Promise.resolve();
  }

  return {
    origin,
    port,
    state,
    publish,
    history: (topic, count) => hub.history(topic, count),
    tell: (client, topic, data) => roster.get(client).tell(topic, data),
    command: (command) => roster.command(command),
    addFault: (fault, from, forMs) => faults.add(fault, from, forMs),
    removeFault: (id) => faults.remove(id),
    clearFaults: (from) => faults.clear(from),
    faults: () => faults.list(),
    perform: (name, input, signal) => desk.perform(name, input, signal),
    address: { origin, token: control.token, certificate },
    play,
    stop,
  };
}

/** Its client is a hundred modules, which only those wait for who want it. */
async function openShared(options: SharedHubOptions): Promise<SharedHub> {
  const { SharedHub } = await import("./redis/shared-hub.ts");
  return await SharedHub.open(options);
}
