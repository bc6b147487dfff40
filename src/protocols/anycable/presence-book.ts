/**
 * Who is present on which stream, by presence id: several sessions may share one, and it is gone when the last of them is.
 * A session that vanished is missed only after the grace period.
 */
import type { PresenceClaim, PresenceRecord } from "./messages.ts";

/** `presence_ttl` of AnyCable. */
export const graceMs = 15_000;

interface Entry {
  readonly info: unknown;
  readonly sids: Set<string>;
  /** When it counts as gone; undefined while a session holds it. */
  goneAt: number | undefined;
}

export class PresenceBook {
  private readonly streams = new Map<string, Map<string, Entry>>();

  clear(): void {
    this.streams.clear();
  }

  /** True when this id was not there before. */
  join(stream: string, { id, info }: PresenceClaim, sid: string): boolean {
    let entries = this.streams.get(stream);
    if (entries === undefined) {
      entries = new Map();
      this.streams.set(stream, entries);
    }
    const known = entries.get(id);
    if (known) {
      known.sids.add(sid);
      known.goneAt = undefined;
      return false;
    }
    entries.set(id, { info, sids: new Set([sid]), goneAt: undefined });
    return true;
  }

  /** On purpose: true when nobody holds the id any more. */
  leave(stream: string, id: string, sid: string): boolean {
    const entry = this.streams.get(stream)?.get(id);
    if (!entry?.sids.delete(sid) || entry.sids.size > 0) return false;
    this.remove(stream, id);
    return true;
  }

  /** With no word: it is kept for the grace period. */
  lose(stream: string, id: string, sid: string, at: number): void {
    const entry = this.streams.get(stream)?.get(id);
    if (entry?.sids.delete(sid) && entry.sids.size === 0) entry.goneAt = at + graceMs;
  }

  /** Ids whose grace period is over, once each. */
  sweep(stream: string, at: number): readonly string[] {
    const gone = [...(this.streams.get(stream) ?? [])].filter(([, { goneAt }]) => goneAt !== undefined && goneAt <= at);
    for (const [id] of gone) this.remove(stream, id);
    return gone.map(([id]) => id);
  }

  list(stream: string): readonly PresenceRecord[] {
    return [...(this.streams.get(stream) ?? [])].map(([id, { info }]) => ({ id, info }));
  }

  private remove(stream: string, id: string): void {
    const entries = this.streams.get(stream);
    entries?.delete(id);
    if (entries?.size === 0) this.streams.delete(stream);
  }
}
