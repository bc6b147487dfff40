/**
 * One topic of the hub: who listens, what is kept of its history, and what a position in it still answers.
 * Knows nothing of other topics, and not when something must be given up: the hub decides that.
 */
import type { JoinRequest, Publication, TopicState } from "../src/model/hub.ts";

/** Who may be told of publications. Neither call may throw. */
export interface Subscriber {
  joined(state: TopicState): void;
  published(publication: Publication): void;
  /** `from` names whose signal it is: a subscriber takes those of its own kind. */
  signalled?(from: string, topic: string, data: unknown): void;
}

interface Kept {
  readonly publication: Publication;
  /** Characters of its data as JSON text. */
  readonly characters: number;
}

/** Where the newest publication stood that is not kept any more. */
type Position = Pick<Publication, "globalId" | "offset" | "at">;

export class Topic {
  readonly name: string;
  epoch: string;
  /**
   * Subscribers with the offset that they were told last, at first the topic's own when they joined: what was published
   * before, but is still on its way to the others, is part of their replay or none of their business.
   */
  readonly subscribers = new Map<Subscriber, number>();
  lastOffset = 0;
  /** ms since the epoch; 0 when nothing was ever published. */
  lastAt = 0;
  readonly #kept: Kept[] = [];
  #lost: Position | undefined;

  constructor(name: string, epoch: string) {
    this.name = name;
    this.epoch = epoch;
  }

  get keptCount(): number {
    return this.#kept.length;
  }

  /** Global id of the oldest publication that is kept; infinite when none is. */
  get oldestGlobalId(): number {
    return this.#kept[0]?.publication.globalId ?? Number.POSITIVE_INFINITY;
  }

  keep(publication: Publication, characters: number): void {
    this.#kept.push({ publication, characters });
    this.lastOffset = publication.offset;
    this.lastAt = publication.at;
  }

  /** Oldest first. */
  newest(count: number): Publication[] {
    return this.#kept.slice(Math.max(0, this.#kept.length - count)).map(({ publication }) => publication);
  }

  /** Gives up the oldest publication. Returns its characters; 0 when there was none. */
  loseOldest(): number {
    const oldest = this.#kept.shift();
    if (!oldest) return 0;
    const { globalId, offset, at } = oldest.publication;
    this.#lost = { globalId, offset, at };
    return oldest.characters;
  }

  /** Offsets begin again, for those who have joined too. What was kept must have been given up before. */
  renew(epoch: string): void {
    this.epoch = epoch;
    this.lastOffset = 0;
    if (this.#lost) this.#lost = { ...this.#lost, offset: 0 };
    for (const subscriber of this.subscribers.keys()) this.subscribers.set(subscriber, 0);
  }

  /** What lies between the newest so far and this one was never here: a position before it cannot be answered from here. */
  passTo({ offset, globalId, at }: Position): void {
    if (offset > this.lastOffset + 1) this.#lost = { globalId: globalId - 1, offset: offset - 1, at };
  }

  /** It has come so far elsewhere: nobody here is behind for that. */
  standAt(offset: number): void {
    this.lastOffset = offset;
    for (const subscriber of this.subscribers.keys()) this.subscribers.set(subscriber, offset);
  }

  /**
   * What the hub answers to a join. All conditions of the request must hold for a publication to be asked for, `last`
   * then takes the newest of those. The answer is complete when all that was asked for is in the replay.
   */
  answer(request: JoinRequest, lastGlobalId: number): TopicState {
    const { name: topic, epoch, lastOffset } = this;
    const state = { topic, epoch, lastOffset, lastGlobalId };
    if (isFromElsewhere(request, state)) return { ...state, replay: [], complete: false };
    if (!asksForReplay(request)) return { ...state, replay: [], complete: true };
    const most = Math.max(request.last ?? Number.POSITIVE_INFINITY, 0);
    // Backwards, because what is asked for is always the newest part: ids, offsets and moments never run back.
    let from = this.#kept.length;
    while (from > 0 && this.#kept.length - from < most) {
      const before = this.#kept[from - 1];
      if (!before || !isAskedFor(before.publication, request)) break;
      from -= 1;
    }
    const replay = this.#kept.slice(from).map((kept) => kept.publication);
    const complete = replay.length >= most || !this.#lost || !isAskedFor(this.#lost, request);
    return { ...state, replay, complete };
  }
}

function asksForReplay({ afterGlobalId, after, sinceAt, last }: JoinRequest): boolean {
  return afterGlobalId !== undefined || after !== undefined || sinceAt !== undefined || last !== undefined;
}

/** A position of another epoch, or one that this hub has not reached: it was given out by a hub before a restart. */
function isFromElsewhere(
  { after, afterGlobalId }: JoinRequest,
  state: Omit<TopicState, "replay" | "complete">,
): boolean {
  if (after && (after.epoch !== state.epoch || after.offset > state.lastOffset)) return true;
  return afterGlobalId !== undefined && afterGlobalId > state.lastGlobalId;
}

function isAskedFor(position: Position, { afterGlobalId, after, sinceAt }: JoinRequest): boolean {
  return (
    (afterGlobalId === undefined || position.globalId > afterGlobalId) &&
    (after === undefined || position.offset > after.offset) &&
    (sinceAt === undefined || position.at >= sinceAt)
  );
}
