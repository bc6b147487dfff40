/** What a running mock server tells of itself. Knows nothing of sockets. */
import type { ActiveFault } from "./fault.ts";
import type { Values } from "./form.ts";

export interface MockSample {
  readonly url: string;
  readonly settings: Values;
}

export interface MockDoor {
  readonly protocol: string;
  readonly path: string;
  readonly hint: string;
  readonly url: string;
  /** A ready example of connecting through this door. */
  readonly sample: MockSample;
  /** What to connect with while the demo's traffic runs. */
  readonly demo: MockSample;
  readonly clients: number;
}

export interface MockTopic {
  readonly topic: string;
  /** Its last offset: ever published in this epoch. */
  readonly publications: number;
  /** Of those, in its history. */
  readonly kept: number;
  readonly epoch: string;
  readonly subscribers: number;
  readonly lastAt?: number | undefined;
}

/** How far a client has been told of a topic. */
export interface MockPosition {
  readonly topic: string;
  /** Of the newest publication that was sent to it or waits on its wire, or that was there when it came. */
  readonly offset: number;
  /** Publications of the topic since. */
  readonly behind: number;
}

export interface MockClient {
  readonly id: number;
  readonly door: string;
  /** A protocol's id. */
  readonly protocol: string;
  /** The peer as `host:port`. */
  readonly address: string;
  /** At most 50. */
  readonly topics: readonly string[];
  /** In each of those topics. */
  readonly positions: readonly MockPosition[];
  /** Handed over, and not taken by the client yet. */
  readonly waitingBytes: number;
  readonly connectedAt: number;
}

/** One thing that is wrong with a scenario's file. Lines and columns count from 1. */
export interface ScenarioProblem {
  /** A sentence. */
  readonly message: string;
  /** With a warning it can be played all the same. */
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly column: number;
}

/** The scenario that a mock server plays. */
export interface MockScenario {
  readonly name: string;
  /** The file that it was read from, if it was. */
  readonly path?: string | undefined;
  /** The one that it is in, if it has any. */
  readonly phase?: string | undefined;
  /** Of the file as it was saved last. Where one is an error, the scenario is still the one before. */
  readonly problems: readonly ScenarioProblem[];
}

/** The Redis that a mock server shares its topics through. */
export interface MockRedis {
  /** Its password masked. */
  readonly url: string;
  readonly state: "connected" | "lost";
  /** ms since the epoch. */
  readonly since: number;
  /** Publications that wait until it is back. */
  readonly held: number;
}

export interface MockState {
  readonly running: boolean;
  readonly port?: number | undefined;
  readonly origin?: string | undefined;
  readonly doors: readonly MockDoor[];
  /** The 500 that were published to last. */
  readonly topics: readonly MockTopic[];
  /** The 500 that have been connected longest; `MockDoor.clients` counts all. */
  readonly clients: readonly MockClient[];
  /** At work at the moment. */
  readonly faults: readonly ActiveFault[];
  /** Id of the session that is its own timeline, while it is recorded. */
  readonly recording?: string | undefined;
  readonly scenario?: MockScenario | undefined;
  /** Undefined where the hub is in memory. */
  readonly redis?: MockRedis | undefined;
}
