/** What the mock servers of one Redis share it by: keys, and channels of its pub/sub. */

export interface SharedNames {
  readonly hub: string;
  readonly offsets: string;
  readonly epochs: string;
  readonly log: string;
  /** Channel on which every entry of the log is told. Pub/sub is one for all databases, so it names its own. */
  readonly told: string;
}

export function sharedNames(database: number): SharedNames {
  return {
    hub: "framescope:hub",
    offsets: "framescope:offsets",
    epochs: "framescope:epochs",
    log: "framescope:log",
    told: `framescope:${database}:log`,
  };
}

/**
 * The logs of all databases: what mock servers of another one tell apps is heard here as well, and only their own log tells
 * it from what apps say.
 */
export const toldPattern = "framescope:*:log";

/** Remembers the last number that a mock server wrote, so that nothing it sends twice is done twice. */
export function writerKey(writer: string): string {
  return `framescope:writer:${writer}`;
}

/** Held by the one mock server that brings in what apps say on these channels. */
export function earKey(pattern: string): string {
  return `framescope:ear:${pattern}`;
}

export const messageBusKeys = {
  globalId: "__mb_global_id_n",
  globalBacklog: "__mb_global_backlog_n",
} as const;
