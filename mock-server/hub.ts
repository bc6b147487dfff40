/**
 * The mock server's topics, in memory: one publish reaches every subscriber of a topic, whatever its protocol, and is
 * kept for those who come later. Knows no protocol and no socket. The same `Publication` object goes to everyone, so
 * that a protocol can encode it once and remember that by the object.
 */
import type { JoinRequest, Publication } from "../src/model/hub.ts";
import type { MockPosition, MockTopic } from "../src/model/mock.ts";
import { publishableJson } from "./publishable.ts";
import type { Subscriber, Topic } from "./topic.ts";
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

export interface Published {
  /** How many were told of it here. */
  readonly subscribers: number;
  readonly publication: Publication;
}

/** What the mock server asks of a hub. One that is shared with others answers a publication later. */
export interface MockHub
  extends Pick<Hub, "join" | "leave" | "signal" | "topics" | "history" | "position" | "trim" | "skipIds"> {
  publish(name: string, data: unknown): Published | Promise<Published>;
  renewEpoch(name: string): void;
  reset(): void | Promise<void>;
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
  publish(name: string, data: unknown): Published {
    const characters = publishableJson(name, data).length;
    const topic = this.#shelf.open(name);
    this.#lastAt = Math.max(this.#lastAt, this.#options.now());
    const publication: Publication = {
      topic: name,
      globalId: this.#lastGlobalId + 1,
      offset: topic.lastOffset + 1,
      epoch: topic.epoch,
      at: this.#lastAt,
      data,
    };
    return this.#keep(topic, publication, characters);
  }

  /** As `publish`, for what got its ids elsewhere: they may leave some out, and begin again in another epoch. */
  take(publication: Publication): Published {
    const characters = publishableJson(publication.topic, publication.data).length;
    return this.#keep(this.#shelf.openFor(publication), publication, characters);
  }

  /** How far a topic has come elsewhere, where nothing of that is kept any more. */
  passTo({ topic, epoch, offset }: Pick<Publication, "topic" | "epoch" | "offset">): void {
    const { lastOffset } = this.#shelf.open(topic);
    if (offset <= lastOffset) return;
    const next = { topic, epoch, offset: offset + 1, globalId: this.#lastGlobalId + 1, at: this.#lastAt };
    this.#shelf.openFor(next).standAt(offset);
    this.#options.onChange?.();
  }

  /** All history is gone, and every topic is in this epoch; ids go on after that one. Who has joined stays. */
  restart(epoch: string, lastGlobalId: number): void {
    this.#shelf.renewAll(epoch);
    this.#lastGlobalId = lastGlobalId;
    this.#options.onChange?.();
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
  renewEpoch(name: string, epoch?: string): void {
    const topic = this.#shelf.find(name);
    if (!topic) return;
    this.#shelf.renew(topic, epoch);
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

  #keep(topic: Topic, publication: Publication, characters: number): Published {
    this.#lastGlobalId = publication.globalId;
    this.#lastAt = publication.at;
    this.#shelf.keep(topic, publication, characters);
    const subscribers = topic.subscribers.size;
    this.#undelivered.push(publication);
    this.#deliver();
    this.#options.onChange?.();
    this.#options.onPublication?.(publication);
    return { subscribers, publication };
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
