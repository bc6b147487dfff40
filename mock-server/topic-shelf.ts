/**
 * Holds the hub's topics within its limits, and decides what is given up when one is reached. Tells nobody anything:
 * who listens is the hub's business.
 */
import type { Publication } from "../src/model/hub.ts";
import { drawEpoch } from "./epoch.ts";
import { Topic } from "./topic.ts";

/** Beyond each limit the oldest goes first; whoever asks for it later is told that it is not kept (`complete` false). */
export interface HubLimits {
  /** Kept of one topic. */
  readonly publicationsPerTopic: number;
  /** Kept of all topics together. */
  readonly publications: number;
  /** JSON text kept of all topics together, in characters. The newest publication is always kept. */
  readonly characters: number;
  /** Topics remembered. The one that was silent longest and has no subscriber is forgotten first. */
  readonly topics: number;
}

export const defaultHubLimits: HubLimits = {
  publicationsPerTopic: 1_000,
  publications: 100_000,
  characters: 64 * 1024 * 1024,
  topics: 10_000,
};

export class TopicShelf {
  readonly #limits: HubLimits;
  readonly #random: () => number;
  readonly #topics = new Map<string, Topic>();
  #epoch: string;
  #keptCount = 0;
  #keptCharacters = 0;

  /** `random` is in [0, 1). */
  constructor(limits: HubLimits, random: () => number) {
    this.#limits = limits;
    this.#random = random;
    this.#epoch = drawEpoch(random);
  }

  find(name: string): Topic | undefined {
    return this.#topics.get(name);
  }

  all(): Topic[] {
    return [...this.#topics.values()];
  }

  open(name: string): Topic {
    const known = this.#topics.get(name);
    if (known) return known;
    if (this.#topics.size >= this.#limits.topics) this.#forgetOne();
    const topic = new Topic(name, this.#epoch);
    this.#topics.set(name, topic);
    return topic;
  }

  /**
   * A topic that nobody listens to and that nothing was ever published to leaves no trace. One of an epoch of its own does:
   * it must not come back under the epoch before.
   */
  closeIfBlank(topic: Topic): void {
    const isBlank = topic.subscribers.size === 0 && topic.lastOffset === 0;
    if (isBlank && topic.epoch === this.#epoch) this.#topics.delete(topic.name);
  }

  /** Forgets all that was published. Topics that somebody listens to stay, as new ones. */
  clear(): void {
    this.#epoch = drawEpoch(this.#random, this.#epoch);
    this.#keptCount = 0;
    this.#keptCharacters = 0;
    for (const { name, subscribers } of this.all()) {
      this.#topics.delete(name);
      if (subscribers.size === 0) continue;
      const topic = this.open(name);
      for (const subscriber of subscribers.keys()) topic.subscribers.set(subscriber, topic.lastOffset);
    }
  }

  /** `characters` is the length of the data as JSON text. */
  keep(topic: Topic, publication: Publication, characters: number): void {
    topic.keep(publication, characters);
    this.#keptCount += 1;
    this.#keptCharacters += characters;
    if (topic.keptCount > this.#limits.publicationsPerTopic) this.#loseOldestOf(topic);
    while (this.#keptCount > 1 && this.#isOverfull()) this.#loseOldestOf(this.#oldest(topic));
  }

  /** Gives up all but the newest `keep` of the topic. */
  trim(topic: Topic, keep: number): void {
    while (topic.keptCount > keep) this.#loseOldestOf(topic);
  }

  renew(topic: Topic, epoch = drawEpoch(this.#random, topic.epoch)): void {
    this.trim(topic, 0);
    topic.renew(epoch);
  }

  renewAll(epoch: string): void {
    this.#epoch = epoch;
    for (const topic of this.#topics.values()) this.renew(topic, epoch);
  }

  /** The topic, ready to keep a publication that got its ids elsewhere. */
  openFor(next: Pick<Publication, "topic" | "epoch" | "offset" | "globalId" | "at">): Topic {
    const topic = this.open(next.topic);
    if (topic.epoch !== next.epoch || next.offset <= topic.lastOffset) this.renew(topic, next.epoch);
    topic.passTo(next);
    return topic;
  }

  #isOverfull(): boolean {
    return this.#keptCount > this.#limits.publications || this.#keptCharacters > this.#limits.characters;
  }

  /** A scan, and not a second queue in global order: it costs only while a limit is reached. */
  #oldest(orElse: Topic): Topic {
    let oldest = orElse;
    for (const topic of this.#topics.values()) if (topic.oldestGlobalId < oldest.oldestGlobalId) oldest = topic;
    return oldest;
  }

  #loseOldestOf(topic: Topic): void {
    this.#keptCharacters -= topic.loseOldest();
    this.#keptCount -= 1;
  }

  #forgetOne(): void {
    let silent: Topic | undefined;
    for (const topic of this.#topics.values()) {
      if (topic.subscribers.size === 0 && topic.lastAt < (silent?.lastAt ?? Number.POSITIVE_INFINITY)) silent = topic;
    }
    if (!silent) return;
    this.trim(silent, 0);
    this.#topics.delete(silent.name);
    // Should the topic come back, its offsets start again at 1, so it must not come back under the same epoch.
    this.#epoch = drawEpoch(this.#random, this.#epoch);
  }
}
