/**
 * The mock server's topics with history. Several id spaces at once, so that one publish can reach every protocol
 * with the ids that this protocol has.
 */

export interface Publication {
  readonly topic: string;
  /** Counts over all topics, from 1, without holes but those that a fault makes. */
  readonly globalId: number;
  /** Counts within the topic, from 1, without holes but those that a fault makes. */
  readonly offset: number;
  /** Changes when the hub forgets everything of the topic (a restart). Four characters. */
  readonly epoch: string;
  /** ms since the epoch. */
  readonly at: number;
  /** Any JSON value. */
  readonly data: unknown;
}

/** Ask the hub for a topic's publications from now on, and for part of its history. */
export interface JoinRequest {
  readonly topic: string;
  /** Replay what came after this global id. */
  readonly afterGlobalId?: number | undefined;
  /** Replay what came after this offset, if the epoch is still the same. */
  readonly after?: { readonly epoch: string; readonly offset: number } | undefined;
  /** Replay what was published at or after this moment, ms since the epoch. */
  readonly sinceAt?: number | undefined;
  /** Replay at most so many, the newest ones. */
  readonly last?: number | undefined;
}

/** Somebody comes to a topic, or goes, who is no client: one of a scenario's people. */
export interface Attendance {
  readonly kind: "join" | "leave";
  readonly topic: string;
  readonly id: string;
  /** Any JSON value; told when somebody comes. */
  readonly info: unknown;
}

/** The answer to a join, before any publication that comes later. */
export interface TopicState {
  readonly topic: string;
  readonly epoch: string;
  /** 0 when nothing was ever published. */
  readonly lastOffset: number;
  /** The newest over all topics, as a position to go on from; 0 when nothing was ever published to any. */
  readonly lastGlobalId: number;
  /** What was asked to be replayed, oldest first. */
  readonly replay: readonly Publication[];
  /** False when something that was asked for is not kept any more, or the epoch is another one. */
  readonly complete: boolean;
}
