/** What a mock server is told at its start, and what can be asked of it while it runs. Types only. */

import type { Clock } from "../src/clock/clock.ts";
import type { ActiveFault, Fault, FaultStrike } from "../src/model/fault.ts";
import type { Command, Values } from "../src/model/form.ts";
import type { Publication } from "../src/model/hub.ts";
import type { MockState } from "../src/model/mock.ts";
import type { Protocol } from "../src/model/protocol.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import type { ClientSurroundings, MockScript } from "./client-connection.ts";
import type { ControlAddress } from "./control/asking.ts";
import type { Perform } from "./control/orders.ts";
import type { Witness } from "./witness.ts";

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
  /**
   * Resolves when it is kept and handed on. Rejects with a `MisuseError` (`missing-topic`, `not-json`, `redis-lost`,
   * `redis-refuses`).
   */
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
