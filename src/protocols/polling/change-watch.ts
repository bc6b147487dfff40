/** Compares each reply with the one before it to the same question: short polling mostly tells a whole state each time. */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import { changed } from "./item-verdicts.ts";
import type { Items } from "./items.ts";
import { diffJson } from "./json-diff.ts";
import type { Poll } from "./poll.ts";

/** Longer bodies are not kept for comparing. */
const maxLength = 1024 * 1024;

export class ChangeWatch {
  readonly #items: Items;
  #url = "";
  #payload: unknown;
  #entry = 0;

  constructor(items: Items) {
    this.#items = items;
  }

  /** Give it each answer with news. */
  answered(poll: Poll): readonly ObserverEvent[] {
    const { reply, replyEntry } = poll;
    if (reply?.kind !== "reply" || reply.payload === undefined || reply.raw.length > maxLength) {
      this.#entry = 0;
      return nothing;
    }
    const before = { url: this.#url, payload: this.#payload, entry: this.#entry };
    this.#url = poll.handshake.request.url;
    this.#payload = reply.payload;
    this.#entry = replyEntry;
    if (before.entry === 0 || before.url !== this.#url || this.#isFeed(before.payload, reply.payload)) return nothing;
    const diff = diffJson(before.payload, reply.payload);
    return diff.changes.length === 0 ? nothing : [changed(diff, [before.entry, replyEntry])];
  }

  /** Other items than before: then they are news one after the other, and to compare them would say nothing. */
  #isFeed(before: unknown, after: unknown): boolean {
    const known = new Set(this.#items.idsIn(before));
    const now = this.#items.idsIn(after);
    return known.size > 0 && now.length > 0 && !now.some((id) => known.has(id));
  }
}
