/**
 * A mock server as a test drives it: the same whether it runs in the test's own process or in another one. Types only;
 * published as part of `framescope/mock`.
 */
import type { Expectation, HappeningList, NotedHappening } from "../../mock-server/control/noted-happening.ts";
import type { MockTime, NewPublication, Published, TopicHistory } from "../../mock-server/control/orders.ts";
import type { ActiveFault, Fault } from "../model/fault.ts";
import type { MockClient, MockScenario, MockState } from "../model/mock.ts";

/** Whatever cannot be done rejects with an error whose message is a sentence, and whose `code` is a word for programs. */
export interface Mock {
  /** Such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly port: number;
  /** What another program needs to drive it as well: `connectToMock(address)`. */
  readonly address: MockAddress;
  /** Where to connect: of a protocol (`action-cable`) or of a door's path (`/cable`). Throws where there is no such door. */
  url(door: string): string;
  /** Reaches every subscriber of the topic, whatever its protocol. */
  publish(topic: string, data: unknown): Promise<Published>;
  /** One after the other. */
  publishMany(publications: readonly NewPublication[]): Promise<readonly Published[]>;
  /** What is kept of a topic, oldest first; with `last` so many at most, the newest ones. */
  history(topic: string, options?: { readonly last?: number | undefined }): Promise<TopicHistory>;
  state(): Promise<MockState>;
  /** Who is connected at the moment, by door or topic if asked so. */
  clients(only?: {
    readonly door?: string | undefined;
    readonly topic?: string | undefined;
  }): Promise<readonly MockClient[]>;
  /** As if it were published, for one client alone; without a topic, wherever it listens. */
  tell(client: number, data: unknown, options?: { readonly topic?: string | undefined }): Promise<void>;
  /** Says the protocol's own goodbye to one client: `unauthorized`, `server_restart`, `remote`. */
  disconnect(
    client: number,
    how?: { readonly reason?: string | undefined; readonly reconnect?: boolean | undefined },
  ): Promise<void>;
  /** Closes one client's connection with any code. */
  close(client: number, code: number, reason?: string): Promise<void>;
  /** Ends one client's connection with no close frame. */
  cut(client: number, how?: { readonly withReset?: boolean | undefined }): Promise<void>;
  /** Lets something go wrong from now on, until it is removed, has struck its `times`, or `forMs` have passed. */
  fault(fault: Fault, options?: { readonly forMs?: number | undefined }): Promise<PlacedFault>;
  /** All that are at work, whoever asked for them. */
  faults(): Promise<readonly ActiveFault[]>;
  clearFaults(): Promise<void>;
  /** What is played; undefined where nothing is. */
  scenario(): Promise<MockScenario | undefined>;
  /** Plays a file, or a text, instead of what was played. Rejects with a line for each place that is wrong in it. */
  play(scenario: ScenarioSource, options?: { readonly seed?: number | undefined }): Promise<MockScenario | undefined>;
  playNothing(): Promise<void>;
  /**
   * Waits until a client does this, or answers with what it has done already: since the last reset, but nothing that this
   * `Mock` has answered before, so that asking twice gets two. Rejects with `not-met` and what came nearest.
   */
  expect(expectation: Expectation, options?: ExpectOptions): Promise<NotedHappening>;
  /** What clients did since the last reset, oldest first. */
  happenings(options?: {
    readonly after?: number | undefined;
    readonly most?: number | undefined;
  }): Promise<HappeningList>;
  /**
   * A clean slate between tests: no history, no faults, nothing done yet, a scenario as at its beginning; connections
   * closed if not told to be kept.
   */
  reset(options?: { readonly keepConnections?: boolean | undefined }): Promise<void>;
  time(): Promise<MockTime>;
  /** Moves the clock of a mock server that was started with `clock: "manual"`. */
  advance(byMs: number): Promise<MockTime>;
  /** Started here, it ends. Of another program's, only what waits here for an answer ends. */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A path, from the working directory, or the YAML itself. */
export type ScenarioSource = string | { readonly text: string };

export interface PlacedFault extends ActiveFault {
  /** From now on nothing is wrong any more. That it was over already is no error. */
  remove(): Promise<void>;
}

export interface MockAddress {
  readonly origin: string;
  readonly token: string;
  /** PEM, where the mock server speaks TLS. */
  readonly certificate?: string | undefined;
}

export interface ExpectOptions {
  /** Default 5000, at most 600 000. */
  readonly timeoutMs?: number | undefined;
  /** Only what has a larger number than this. */
  readonly after?: number | undefined;
}
