/** One session's share in who is present: under which id it has joined which subscription, and what the others are told. */
import type { ServerEffect } from "../../model/session.ts";
import { nothing } from "../kit/nothing.ts";
import type { PresenceClaim } from "./messages.ts";
import type { PresenceBook } from "./presence-book.ts";
import { type ServerSignal, signal } from "./server-signals.ts";

export class ServerPresence {
  private readonly sid: string;
  private readonly book: PresenceBook;
  /** By identifier. */
  private readonly ids = new Map<string, string>();

  constructor(sid: string, book: PresenceBook) {
    this.sid = sid;
    this.book = book;
  }

  join(identifier: string, stream: string, claim: PresenceClaim): readonly ServerEffect[] {
    const { id, info } = claim;
    // Under one id at a time: who joins as someone else has left as who it was.
    const left = this.ids.get(identifier) === id ? nothing : this.leave(identifier, stream);
    this.ids.set(identifier, id);
    if (!this.book.join(stream, claim, this.sid)) return left;
    return [...left, signal(stream, { kind: "typed", type: "presence", message: { type: "join", id, info } })];
  }

  leave(identifier: string, stream: string): readonly ServerEffect[] {
    const id = this.ids.get(identifier);
    this.ids.delete(identifier);
    if (id === undefined || !this.book.leave(stream, id, this.sid)) return nothing;
    return [signal(stream, departure(id))];
  }

  /** The connection is gone with no word: the others look again when the grace period is over. */
  lose(identifier: string, stream: string, at: number): readonly ServerEffect[] {
    const id = this.ids.get(identifier);
    if (id === undefined) return nothing;
    this.book.lose(stream, id, this.sid, at);
    return [signal(stream, { kind: "lost" })];
  }

  sweep(stream: string, at: number): readonly ServerEffect[] {
    return this.book.sweep(stream, at).map((id) => signal(stream, departure(id)));
  }

  /** The `message` of an answer to who is there; `records` is left out when nobody is. */
  info(stream: string): Record<string, unknown> {
    const records = this.book.list(stream).map(({ id, info }) => ({ info, id }));
    return { type: "info", total: records.length, ...(records.length > 0 ? { records } : {}) };
  }
}

function departure(id: string): ServerSignal {
  return { kind: "typed", type: "presence", message: { type: "leave", id } };
}
