/**
 * What the mock's AnyCable sessions share: sessions to restore, who is present, and the epoch that a restart ends. One for
 * each mock server. Knows no connection.
 */
import type { Publication } from "../../model/hub.ts";
import type { Position } from "./messages.ts";
import { PresenceBook } from "./presence-book.ts";

/** Of the real server's memory broker. */
const sessionTtlMs = 300_000;
const maxSessions = 1000;

interface KeptSession {
  readonly identifiers: readonly string[];
  readonly until: number;
}

/** How far a topic went, in the hub's own words. */
interface Reached {
  readonly epoch: string;
  readonly offset: number;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export class ServerState {
  readonly presence = new PresenceBook();
  /** Restarts so far. */
  generation = 0;
  private readonly sessions = new Map<string, KeptSession>();
  private readonly reached = new Map<string, Reached>();
  private bases: ReadonlyMap<string, Reached> = new Map();
  /** Publications that one session must not hear: by the identity of their data. */
  private readonly excluded = new WeakMap<object, string>();

  /** As if the process had ended: epochs, sessions and presence are gone. Sessions of an earlier generation ask in vain. */
  restart(generation: number): void {
    if (generation !== this.generation) return;
    this.generation += 1;
    this.bases = new Map(this.reached);
    this.sessions.clear();
    this.presence.clear();
  }

  /** Undefined for what was published before the restart. */
  positionOf({ topic, epoch, offset }: Publication): Position | undefined {
    this.noticed(topic, { epoch, offset });
    const count = offset - this.baseOf(topic, epoch);
    return count > 0 ? { streamId: topic, epoch: this.epochOf(epoch), offset: count } : undefined;
  }

  noticed(topic: string, { epoch, offset }: Reached): void {
    const known = this.reached.get(topic);
    if (known?.epoch !== epoch || offset > known.offset) this.reached.set(topic, { epoch, offset });
  }

  /** What a restart left behind; the hub's own epochs begin at 0 by themselves. */
  baseOf(topic: string, hubEpoch: string): number {
    const base = this.bases.get(topic);
    return base?.epoch === hubEpoch ? base.offset : 0;
  }

  /** The hub's own, with another last character after each restart. */
  epochOf(hubEpoch: string): string {
    if (this.generation === 0) return hubEpoch;
    const last = alphabet.indexOf(hubEpoch.slice(-1));
    return hubEpoch.slice(0, -1) + alphabet[(last + this.generation) % alphabet.length];
  }

  keep(sid: string, identifiers: readonly string[], at: number): void {
    const [oldest] = this.sessions.keys();
    if (this.sessions.size >= maxSessions && oldest !== undefined) this.sessions.delete(oldest);
    this.sessions.set(sid, { identifiers, until: at + sessionTtlMs });
  }

  /** The identifiers of a session that ended not long ago; only once. */
  recall(sid: string, at: number): readonly string[] | undefined {
    const kept = this.sessions.get(sid);
    this.sessions.delete(sid);
    return kept !== undefined && kept.until >= at ? kept.identifiers : undefined;
  }

  exclude(data: unknown, sid: string): void {
    if (typeof data === "object" && data !== null) this.excluded.set(data, sid);
  }

  isExcluded(data: unknown, sid: string): boolean {
    return typeof data === "object" && data !== null && this.excluded.get(data) === sid;
  }
}

const states = new WeakMap<object, ServerState>();

/** The one of this mock server; a fresh one where nothing is shared. */
export function stateOf(shared: object | undefined): ServerState {
  const known = shared && states.get(shared);
  if (known) return known;
  const state = new ServerState();
  if (shared) states.set(shared, state);
  return state;
}
