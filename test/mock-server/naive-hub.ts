/** What a hub must answer, worked out the slow way: nothing is ever thrown away, only marked as not kept. */
import type { Subscriber } from "../../mock-server/topic.ts";
import type { HubLimits } from "../../mock-server/topic-shelf.ts";
import type { JoinRequest, Publication, TopicState } from "../../src/model/hub.ts";

export class NaiveHub {
  readonly #limits: HubLimits;
  readonly #all: Publication[] = [];
  readonly #lost = new Set<Publication>();
  readonly #received = new Map<Subscriber, Publication[]>();
  readonly #joined = new Map<Subscriber, Set<string>>();

  constructor(limits: HubLimits) {
    this.#limits = limits;
  }

  join(subscriber: Subscriber, topic: string): void {
    this.#joined.set(subscriber, new Set([...(this.#joined.get(subscriber) ?? []), topic]));
  }

  leave(subscriber: Subscriber, topic: string): void {
    this.#joined.get(subscriber)?.delete(topic);
  }

  publish(publication: Publication): void {
    this.#all.push(publication);
    const kept = (topic?: string) => this.#all.filter((p) => !this.#lost.has(p) && (!topic || p.topic === topic));
    const lose = (oldest: Publication | undefined) => oldest && this.#lost.add(oldest);
    if (kept(publication.topic).length > this.#limits.publicationsPerTopic) lose(kept(publication.topic)[0]);
    if (kept().length > this.#limits.publications) lose(kept()[0]);
    while (kept().length > 1 && characters(kept()) > this.#limits.characters) lose(kept()[0]);
    for (const [subscriber, topics] of this.#joined) {
      if (topics.has(publication.topic)) this.#received.set(subscriber, [...this.receivedBy(subscriber), publication]);
    }
  }

  receivedBy(subscriber: Subscriber): Publication[] {
    return this.#received.get(subscriber) ?? [];
  }

  answer(request: JoinRequest): Omit<TopicState, "epoch"> {
    const inTopic = this.#all.filter(({ topic }) => topic === request.topic);
    const lastOffset = inTopic.length;
    const lastGlobalId = this.#all.length;
    const base = { topic: request.topic, lastOffset, lastGlobalId };
    const isReached = (request.after?.offset ?? 0) <= lastOffset && (request.afterGlobalId ?? 0) <= lastGlobalId;
    if (!isReached) return { ...base, replay: [], complete: false };
    const asksForSome = Object.keys(request).length > 1;
    const matching = inTopic.filter(
      ({ globalId, offset, at }) =>
        globalId > (request.afterGlobalId ?? 0) &&
        offset > (request.after?.offset ?? 0) &&
        at >= (request.sinceAt ?? 0),
    );
    const asked = asksForSome ? matching.slice(matching.length - Math.min(request.last ?? 1e9, matching.length)) : [];
    const replay = asked.filter((publication) => !this.#lost.has(publication));
    return { ...base, replay, complete: replay.length === asked.length };
  }

  /** Any mixture of conditions around where the hub is now. `below` gives a random number from 0 to less than its limit. */
  randomRequest(topic: string, below: (limit: number) => number): JoinRequest {
    const inTopic = this.#all.filter((publication) => publication.topic === topic);
    const newest = inTopic.at(-1);
    const request: { -readonly [K in keyof JoinRequest]: JoinRequest[K] } = { topic };
    if (below(3) === 0) request.afterGlobalId = below(this.#all.length + 2);
    if (below(3) === 0 && newest) request.after = { epoch: newest.epoch, offset: below(inTopic.length + 2) };
    if (below(3) === 0 && newest) request.sinceAt = newest.at - below(10);
    if (below(3) === 0) request.last = below(7);
    return request;
  }
}

function characters(publications: readonly Publication[]): number {
  return publications.reduce((sum, { data }) => sum + JSON.stringify(data).length, 0);
}
