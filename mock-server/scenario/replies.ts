/** Answers what clients say: the first of a scenario's replies that fits is sent, to one or to all, at once or later. */

import type { Alarms } from "../../src/clock/alarms.ts";
import type { Reply, ReplyPart } from "../../src/scenario/scenario.ts";
import type { Chain } from "./chain.ts";
import { Delays } from "./delays.ts";
import { isTriggered, type Occasion } from "./occasion.ts";
import type { Wording } from "./wording.ts";

/** Of all replies together; what would wait beyond it is not sent. */
const mostWaiting = 10_000;

/** Who is answered. */
export interface Asker {
  /** A topic that it hears, or wherever it listens. */
  tell(topic: string | undefined, data: unknown): void;
}

export interface ReplyHouse {
  readonly alarms: Alarms;
  readonly chain: Chain;
  readonly wording: Wording;
  /** What it throws is complained of. */
  attempt(place: string, act: () => void): void;
  publish(topic: string, data: unknown): void;
  set(values: Readonly<Record<string, unknown>>): void;
  complain(place: string, what: string): void;
}

export class Replies {
  readonly #replies: readonly Reply[];
  readonly #house: ReplyHouse;
  readonly #delays: Delays;

  constructor(replies: readonly Reply[], house: ReplyHouse) {
    this.#replies = replies;
    this.#house = house;
    this.#delays = new Delays(house.alarms, mostWaiting);
  }

  /** False when the session shall do as if nothing had answered. `phase` is the one that the scenario is in. */
  answer(asker: Asker, said: Occasion, phase: string | undefined): boolean {
    const index = this.#replies.findIndex((reply, i) => this.#fits(reply, `replies[${i}]`, said, phase));
    const reply = this.#replies[index];
    if (!reply) return false;
    this.#send(reply, `replies[${index}]`, asker, said);
    return !reply.passOn;
  }

  stop(): void {
    this.#delays.callOff();
  }

  #fits(reply: Reply, place: string, said: Occasion, phase: string | undefined): boolean {
    if (reply.phase !== undefined && reply.phase !== phase) return false;
    if (!isTriggered(reply.to, said)) return false;
    return reply.when === undefined || this.#house.wording.holds(`${place}.when`, reply.when, said);
  }

  #send(reply: Reply, place: string, asker: Asker, said: Occasion): void {
    const { attempt, set, wording } = this.#house;
    attempt(`${place}.set`, () => {
      const values = Object.entries(reply.set);
      if (values.length > 0)
        set(
          Object.fromEntries(values.map(([name, value]) => [name, wording.fill(`${place}.set.${name}`, value, said)])),
        );
    });
    for (const [index, part] of reply.send.entries()) this.#sendPart(part, `${place}.send[${index}]`, asker, said);
  }

  /** What is sent later is also written later: as things are then. */
  #sendPart(part: ReplyPart, place: string, asker: Asker, said: Occasion): void {
    const { chain, attempt, complain } = this.#house;
    const links = chain.next(part.afterMs);
    if (links === undefined) {
      complain(place, "not sent, because what it answers was itself set off by answers");
      return;
    }
    const act = () => chain.follow(links, () => attempt(place, () => this.#say(part, place, asker, said)));
    if (part.afterMs <= 0) act();
    else if (!this.#delays.after(part.afterMs, act))
      complain(place, `not sent, because more than ${mostWaiting} replies wait already`);
  }

  #say({ audience, data }: ReplyPart, place: string, asker: Asker, said: Occasion): void {
    const { wording, publish, complain } = this.#house;
    const filled = wording.fill(`${place}.data`, data, said);
    if (audience === "sender") {
      asker.tell(said.topic, filled);
      return;
    }
    const topic = audience === "topic" ? said.topic : wording.fillText(`${place}.topic`, audience.topic, said);
    if (topic === undefined) complain(place, "not sent, because its client hears no topic; name one");
    else publish(topic, filled);
  }
}
