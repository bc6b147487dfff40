/**
 * What other programs may ask of a running mock server: names, paths, what goes in and what comes out. Told to both ends;
 * only types and texts, so that the one that asks needs nothing else.
 */
import type { ActiveFault, ConnectionFault, Fault } from "../../src/model/fault.ts";
import type { Publication } from "../../src/model/hub.ts";
import type { MockClient, MockScenario, MockState } from "../../src/model/mock.ts";
import type { Expectation, HappeningList, NotedHappening } from "./noted-happening.ts";

export interface Order {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/_framescope`; a step that begins with a colon is a member of what goes in. */
  readonly path: string;
}

/** With GET and DELETE the rest of what goes in is the query, with POST and PUT it is the body. */
export const orders = {
  state: { method: "GET", path: "/state" },
  publish: { method: "POST", path: "/publish" },
  publishMany: { method: "POST", path: "/publish-many" },
  history: { method: "GET", path: "/topics/:topic/history" },
  clients: { method: "GET", path: "/clients" },
  tell: { method: "POST", path: "/clients/:client/tell" },
  disconnect: { method: "POST", path: "/clients/:client/disconnect" },
  close: { method: "POST", path: "/clients/:client/close" },
  resetClient: { method: "POST", path: "/clients/:client/reset" },
  cut: { method: "POST", path: "/clients/:client/cut" },
  faults: { method: "GET", path: "/faults" },
  addFault: { method: "POST", path: "/faults" },
  removeFault: { method: "DELETE", path: "/faults/:id" },
  clearFaults: { method: "DELETE", path: "/faults" },
  scenario: { method: "GET", path: "/scenario" },
  play: { method: "PUT", path: "/scenario" },
  playNothing: { method: "DELETE", path: "/scenario" },
  happenings: { method: "GET", path: "/happenings" },
  expect: { method: "POST", path: "/expect" },
  reset: { method: "POST", path: "/reset" },
  clock: { method: "GET", path: "/clock" },
  advance: { method: "POST", path: "/clock" },
} as const satisfies Readonly<Record<string, Order>>;

export type OrderName = keyof typeof orders;

export const controlRoot = "/_framescope";

export interface NewPublication {
  readonly topic: string;
  /** Any JSON value. */
  readonly data: unknown;
}

export interface Published {
  readonly subscribers: number;
  readonly offset: number;
}

export interface TopicHistory {
  readonly topic: string;
  /** What is kept of it, oldest first. */
  readonly publications: readonly Publication[];
}

export interface MockTime {
  /** ms since the epoch. */
  readonly now: number;
  /** It only moves when it is told to. */
  readonly manual: boolean;
}

export interface WrittenScenario {
  /** YAML, as in a `*.scenario.yaml`. */
  readonly text: string;
  /** How to call it where something is wrong with it: its file. */
  readonly path?: string | undefined;
  /** Instead of the one that the text names. */
  readonly seed?: number | undefined;
}

/** All that goes in is JSON. */
export interface OrderInputs {
  readonly state: Record<never, never>;
  readonly publish: NewPublication;
  readonly publishMany: { readonly publications: readonly NewPublication[] };
  /** `last`: at most so many, the newest ones; default all. */
  readonly history: { readonly topic: string; readonly last?: number | undefined };
  readonly clients: { readonly door?: string | undefined; readonly topic?: string | undefined };
  /** Without a topic, wherever the client listens. */
  readonly tell: { readonly client: number; readonly topic?: string | undefined; readonly data: unknown };
  /** The protocol's own goodbye. */
  readonly disconnect: { readonly client: number } & Omit<Extract<ConnectionFault, { kind: "disconnect" }>, "kind">;
  /** A close frame; an HTTP body just ends. */
  readonly close: { readonly client: number } & Omit<Extract<ConnectionFault, { kind: "close" }>, "kind">;
  /** TCP reset. */
  readonly resetClient: { readonly client: number };
  /** TCP end with no close frame. */
  readonly cut: { readonly client: number };
  readonly faults: Record<never, never>;
  readonly addFault: { readonly fault: Fault; readonly forMs?: number | undefined };
  readonly removeFault: { readonly id: string };
  /** Those of the scenario and of people as well. */
  readonly clearFaults: Record<never, never>;
  readonly scenario: Record<never, never>;
  /** Connections, subscriptions and history stay. */
  readonly play: WrittenScenario;
  readonly playNothing: Record<never, never>;
  /** `after`: only with a larger number. `most`: default 1000. */
  readonly happenings: { readonly after?: number | undefined; readonly most?: number | undefined };
  readonly expect: {
    readonly expectation: Expectation;
    /** Default 5000, at most 600 000. */
    readonly timeoutMs?: number | undefined;
    /** Only with a larger number. Default 0: all since the last reset. */
    readonly after?: number | undefined;
    /** None of these numbers: they have been answered already. */
    readonly passOver?: readonly number[] | undefined;
  };
  /** Connections are closed if not told to be kept; a scenario that is played begins as it did at first. */
  readonly reset: { readonly keepConnections?: boolean | undefined };
  readonly clock: Record<never, never>;
  readonly advance: { readonly byMs: number };
}

export interface OrderOutputs {
  readonly state: MockState;
  readonly publish: Published;
  readonly publishMany: { readonly published: readonly Published[] };
  readonly history: TopicHistory;
  readonly clients: { readonly clients: readonly MockClient[] };
  readonly tell: Record<never, never>;
  readonly disconnect: Record<never, never>;
  readonly close: Record<never, never>;
  readonly resetClient: Record<never, never>;
  readonly cut: Record<never, never>;
  readonly faults: { readonly faults: readonly ActiveFault[] };
  readonly addFault: ActiveFault;
  /** `false` when it was over already. */
  readonly removeFault: { readonly removed: boolean };
  readonly clearFaults: Record<never, never>;
  /** Undefined where none is played. */
  readonly scenario: { readonly scenario?: MockScenario | undefined };
  /** What can be played all the same, but may not be meant so: a line each. */
  readonly play: { readonly scenario?: MockScenario | undefined; readonly warnings: readonly string[] };
  readonly playNothing: Record<never, never>;
  readonly happenings: HappeningList;
  readonly expect: NotedHappening;
  readonly reset: Record<never, never>;
  readonly clock: MockTime;
  readonly advance: MockTime;
}

/** Rejects with an error whose message is a sentence for the person. */
export type Perform = <Name extends OrderName>(
  name: Name,
  input: OrderInputs[Name],
  signal?: AbortSignal | undefined,
) => Promise<OrderOutputs[Name]>;
