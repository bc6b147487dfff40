/** What clients did, as it is written down for other programs, and how they ask for it. Types only. */
import type { RequestHead } from "../../src/model/frame.ts";
import type { DataPattern, RequestPattern, TextPattern } from "../../src/scenario/scenario.ts";

export interface NotedHappening {
  /** Counts from 1 for as long as the mock server runs. */
  readonly number: number;
  /** ms since the epoch. */
  readonly at: number;
  readonly on: "connect" | "subscribe" | "unsubscribe" | "command" | "disconnect";
  /** `MockClient.id`. */
  readonly client: number;
  /** The path of the door that it came through. */
  readonly door: string;
  readonly protocol: string;
  readonly topic?: string | undefined;
  /** Of a command, where the protocol names what is to be done. */
  readonly action?: string | undefined;
  /** Of a command: any JSON value. */
  readonly data?: unknown;
  /** Of `connect`: with all its headers. */
  readonly request?: RequestHead | undefined;
}

export interface HappeningList {
  readonly happenings: readonly NotedHappening[];
  /** The number of the last one there was, listed or not: go on `after` it. */
  readonly last: number;
  /** How many are not kept any more, of those that were asked for. */
  readonly lost: number;
}

/** What is waited for, as programs write it. All that is given must hold. */
export interface Expectation {
  /** Default `command`. */
  readonly on?: NotedHappening["on"] | undefined;
  readonly client?: number | undefined;
  /** A door's path. In this as in all texts `*` stands for any characters, and `/…/flags` is a regular expression. */
  readonly door?: TextPattern | undefined;
  /** A protocol's id. */
  readonly protocol?: string | undefined;
  readonly topic?: TextPattern | undefined;
  readonly action?: TextPattern | undefined;
  /** What the data has to be like (all of this is in it), or a `DataPattern`: `like`, `where`, `regex`, `schema`. */
  readonly data?: unknown;
  /** Of `connect`: what the request has to be like. */
  readonly request?: RequestPattern | undefined;
}

/** The same with its patterns checked. */
export interface CheckedExpectation extends Expectation {
  readonly data?: DataPattern | undefined;
}
