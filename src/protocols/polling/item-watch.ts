/** Follows the ids of items from reply to reply, where replies bring news: none may come twice, none be left out. */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import { itemsMissed, itemsRepeated, startedOver } from "./item-verdicts.ts";
import type { Items } from "./items.ts";
import type { Poll } from "./poll.ts";

/** Ids that are remembered. */
const memory = 5000;
/** Steps of exactly one that show that ids have no holes by nature. */
const denseSteps = 4;

export class ItemWatch {
  readonly #items: Items;
  readonly #seen = new Set<string>();
  #lastIds: ReadonlySet<string> = new Set();
  #lastUrl: string | undefined;
  #highest: number | undefined;
  #denseSteps = 0;
  #hasHoles = false;

  constructor(items: Items) {
    this.#items = items;
  }

  /** Give it each answer with news. */
  answered(poll: Poll): readonly ObserverEvent[] {
    const { url } = poll.handshake.request;
    const hasMoved = this.#lastUrl !== undefined && url !== this.#lastUrl;
    this.#lastUrl = url;
    const ids = this.#items.idsIn(poll.reply?.kind === "reply" ? poll.reply.payload : undefined);
    if (ids.length === 0) return nothing;
    const known = this.#lastIds;
    this.#lastIds = new Set(ids);
    // The same question with some of the same items is one for a state, which repeats them by nature.
    const isFeed = known.size > 0 && (hasMoved || !ids.some((id) => known.has(id)));
    if (isFeed) return this.#follow(ids, poll);
    this.#start(ids);
    return nothing;
  }

  #start(ids: readonly string[]): void {
    this.#seen.clear();
    this.#highest = undefined;
    this.#denseSteps = 0;
    for (const id of ids) this.#take(id);
  }

  #follow(ids: readonly string[], poll: Poll): readonly ObserverEvent[] {
    const before = this.#highest;
    const highest = Math.max(...ids.map(Number));
    if (before !== undefined && highest < before) {
      this.#start(ids);
      return [startedOver(highest, before, poll.evidence)];
    }
    const repeated = ids.filter((id) => this.#seen.has(id));
    const missed = ids.filter((id) => !this.#seen.has(id)).flatMap((id) => this.#take(id) ?? []);
    const events: ObserverEvent[] = [];
    if (missed.length > 0) events.push(itemsMissed(missed, poll.evidence));
    if (repeated.length > 0) events.push(itemsRepeated(repeated, poll.evidence));
    return events;
  }

  /** Returns the hole before this id, if ids had none until now: `7` or `7 to 9`. */
  #take(id: string): string | undefined {
    this.#seen.add(id);
    if (this.#seen.size > memory) this.#seen.delete(this.#seen.values().next().value ?? "");
    if (!/^\d{1,15}$/.test(id)) return undefined;
    const number = Number(id);
    const last = this.#highest;
    this.#highest = Math.max(number, last ?? number);
    if (last === undefined || number <= last) return undefined;
    const step = number - last;
    if (step === 1) {
      this.#denseSteps += 1;
      return undefined;
    }
    // Ids with holes from the start have them by nature: filtered, or counted over more than we read.
    if (this.#denseSteps < denseSteps) this.#hasHoles = true;
    if (this.#hasHoles) return undefined;
    return step === 2 ? String(last + 1) : `${last + 1} to ${number - 1}`;
  }
}
