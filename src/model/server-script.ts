/**
 * What the one who runs the mock server decides for the sessions of every protocol: who may connect, and who may hear
 * what. Each protocol says no in its own way.
 */
import type { RequestHead } from "./frame.ts";

export interface ServerScript {
  /** Why this request may not open a conversation; undefined when it may. */
  connecting(request: RequestHead): Refusal | undefined;
  /** Why its client may not hear this topic; undefined when it may. */
  subscribing(asked: AskedSubscription): Refusal | undefined;
}

export interface AskedSubscription {
  /** The request that opened the conversation. */
  readonly request: RequestHead;
  readonly topic: string;
  /** As the client named it, byte for byte. */
  readonly channel: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Refusal {
  /** For protocols that tell a reason; each has a default. */
  readonly reason?: string | undefined;
  /** The answer's status where a plain HTTP answer refuses. Default 401 for a connection, 403 for a topic. */
  readonly status?: number | undefined;
  /** What a disconnect message tells the client, where there is one. Default false. */
  readonly reconnect?: boolean | undefined;
}
