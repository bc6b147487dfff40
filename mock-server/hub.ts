/**
 * The mock server's topics, in memory: one publish reaches every subscriber of a topic, whatever its protocol, and is
 * kept for those who come later. Knows no protocol and no socket. The same `Publication` object goes to everyone, so
 * that a protocol can encode it once and remember that by the object.
 */
import type { JoinRequest, Publication } from "../src/model/hub.ts";
import type { MockPosition, MockTopic } from "../src/model/mock.ts";
import { MisuseError } from "../src/protocols/kit/misuse-error.ts";
import type { Subscriber } from "./topic.ts";
import { defaultHubLimits, type HubLimits, TopicShelf } from "./topic-shelf.ts";

export interface HubOptions {
  /** ms since the epoch. May run back: the moments of publications never do. */
  readonly now: () => number;
  /** In [0, 1). Makes epochs. */
  readonly random: () => number;
  readonly limits?: Partial<HubLimits> | undefined;
  /** Told after anything that `topics()` would show. */
  readonly onChange?: (() => void) | undefined;
  /** Told of each publication, once it is kept. May publish. */
  readonly onPublication?: ((publication: Publication) => void) | undefined;
}

/** Something for those who listen at this moment: it has no ids and leaves no trace. */
interface HubSignal {
  readonly from: string;
  readonly topic: string;
  readonly data: unknown;
}

export class Hub {
  readonly #options: HubOptions;
  readonly #shelf: TopicShelf;
  readonly #undelivered: (Publication | HubSignal)[] = [];
  #delivering = false;
  #lastGlobalId = 0;
  #lastAt = 0;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#shelf = new TopicShelf({ ...defaultHubLimits, ...options.limits }, options.random);
  }

  /**
   * Adds the subscriber, or leaves it in if it has joined before, and tells it the topic's state before anything that is
   * published later.
   */
  join(subscriber: Subscriber, request: JoinRequest): void {
    const topic = this.#shelf.open(request.topic);
    if (!topic.subscribers.has(subscriber)) topic.subscribers.set(subscriber, topic.lastOffset);
    this.#options.onChange?.();
    subscriber.joined(topic.answer(request, this.#lastGlobalId));
  }

  leave(subscriber: Subscriber, name: string): void {
    const topic = this.#shelf.find(name);
    if (!topic?.subscribers.delete(subscriber)) return;
    this.#shelf.closeIfBlank(topic);
    this.#options.onChange?.();
  }

  /**
   * Keeps the data and hands it to everyone who has joined. When a subscriber publishes while it is being told of
   * something, that waits its turn, so that all see one order.
   * Throws `MisuseError` for a topic without a name (`missing-topic`) and for data that is not JSON (`not-json`).
   */
  publish(name: string, data: unknown): { readonly subscribers: number; readonly publication: Publication } {
    if (name === "") throw new MisuseError("missing-topic", "A publication needs a topic, such as chat:lobby.");
    const characters = jsonLength(data);
    const topic = this.#shelf.open(name);
    this.#lastGlobalId += 1;
    this.#lastAt = Math.max(this.#lastAt, this.#options.now());
    const publication: Publication = {
      topic: name,
      globalId: this.#lastGlobalId,
      offset: topic.lastOffset + 1,
      epoch: topic.epoch,
      at: this.#lastAt,
      data,
    };
    this.#shelf.keep(topic, publication, characters);
    const subscribers = topic.subscribers.size;
    this.#undelivered.push(publication);
    this.#deliver();
    this.#options.onChange?.();
    this.#options.onPublication?.(publication);
    return { subscribers, publication };
  }

  /** Hands the data to whoever has joined, in order with what is published, and forgets it. */
  signal(from: string, topic: string, data: unknown): void {
    this.#undelivered.push({ from, topic, data });
    this.#deliver();
  }

  /** Gives up the topic's history but the newest `keep`. Does nothing where there is no such topic, as do the next two. */
  trim(name: string, keep: number): void {
    const topic = this.#shelf.find(name);
    if (topic) this.#shelf.trim(topic, keep);
  }

  /** As after a restart of the broker: the history is gone, the epoch is another one, and offsets begin again. */
  renewEpoch(name: string): void {
    const topic = this.#shelf.find(name);
    if (!topic) return;
    this.#shelf.renew(topic);
    this.#options.onChange?.();
  }

  /** Leaves so many ids out, of the topic and over all topics. */
  skipIds(name: string, count: number): void {
    const topic = this.#shelf.find(name);
    if (!topic) return;
    topic.lastOffset += count;
    this.#lastGlobalId += count;
    this.#options.onChange?.();
  }

  /** As if it had just been opened: nothing is kept, and ids begin anew in another epoch. Who listens goes on listening. */
  reset(): void {
    this.#shelf.clear();
    this.#lastGlobalId = 0;
    this.#options.onChange?.();
  }

  /** The topics that were published to last, at most `count`, then those that only have subscribers. */
  topics(count: number): MockTopic[] {
    return this.#shelf
      .all()
      .sort((a, b) => b.lastAt - a.lastAt || (a.name < b.name ? -1 : 1))
      .slice(0, count)
      .map(({ name, lastOffset, keptCount, epoch, subscribers, lastAt }) => ({
        topic: name,
        publications: lastOffset,
        kept: keptCount,
        epoch,
        subscribers: subscribers.size,
        lastAt: lastOffset > 0 ? lastAt : undefined,
      }));
  }

  /** What is kept of the topic, oldest first; at most `count`, the newest. */
  history(name: string, count: number): readonly Publication[] {
    return this.#shelf.find(name)?.newest(count) ?? [];
  }

  /** How far the subscriber has been told of a topic that it has joined. */
  position(subscriber: Subscriber, name: string): MockPosition | undefined {
    const topic = this.#shelf.find(name);
    const offset = topic?.subscribers.get(subscriber);
    return topic && offset !== undefined ? { topic: name, offset, behind: topic.lastOffset - offset } : undefined;
  }

  #deliver(): void {
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let next = this.#undelivered.shift(); next; next = this.#undelivered.shift()) {
        if ("from" in next) this.#tellOfSignal(next);
        else this.#tellSubscribers(next);
      }
    } finally {
      this.#delivering = false;
    }
  }

  #tellOfSignal({ from, topic, data }: HubSignal): void {
    for (const subscriber of [...(this.#shelf.find(topic)?.subscribers.keys() ?? [])])
      subscriber.signalled?.(from, topic, data);
  }

  #tellSubscribers(publication: Publication): void {
    const subscribers = this.#shelf.find(publication.topic)?.subscribers ?? new Map<Subscriber, number>();
    for (const [subscriber, toldOffset] of subscribers) {
      if (publication.offset <= toldOffset) continue;
      subscribers.set(subscriber, publication.offset);
      subscriber.published(publication);
    }
  }
}

function jsonLength(data: unknown): number {
  let text: string | undefined;
  try {
    text = JSON.stringify(data);
  } catch (error) {
    throw new MisuseError("not-json", `Only JSON can be published: ${error instanceof Error ? error.message : error}.`);
  }
  if (text === undefined) {
    throw new MisuseError("not-json", `Only JSON can be published, and ${typeof data} is not JSON.`);
  }
  return text.length;
}
