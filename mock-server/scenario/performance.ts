/**
 * One playing of one scenario, from its start until it is stopped or another one takes its place: puts its parts together
 * and hands them what happens. What outlives a change of the file (state, counters, who is present) is the stage's.
 */

import type { Alarms } from "../../src/clock/alarms.ts";
import type { AskedSubscription, Refusal } from "../../src/model/server-script.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { Access } from "./access.ts";
import { Chain } from "./chain.ts";
import { Complaints } from "./complaints.ts";
import { Echoes } from "./echoes.ts";
import type { Occasion } from "./occasion.ts";
import { history, people } from "./opening.ts";
import { Phases } from "./phases.ts";
import type { Presence } from "./presence.ts";
import { type Asker, Replies } from "./replies.ts";
import { type FaultDesk, ScriptedFaults } from "./scripted-faults.ts";
import { messageActs } from "./scripted-messages.ts";
import { randomOf } from "./seeds.ts";
import type { State } from "./state.ts";
import { Timetable } from "./timetable.ts";
import type { Visit } from "./visit.ts";
import type { Wording } from "./wording.ts";

/** In place of how many links were behind a publication: it is history, and sets nothing off. */
const ofHistory = -1;

export interface PerformanceHouse {
  /** ms since the epoch. */
  readonly now: () => number;
  readonly alarms: Alarms;
  readonly seed: number;
  readonly state: State;
  readonly presence: Presence;
  readonly wording: Wording;
  readonly desk: FaultDesk;
  /** Topics that have had their history from a scenario. */
  readonly remembered: Set<string>;
  /** A promise where the hub is shared: then it comes back as an occasion later. */
  publish(topic: string, data: unknown): unknown;
  log(text: string): void;
  /** The phase is another one. */
  onChange(): void;
}

export class Performance {
  readonly scenario: Scenario;
  readonly #house: PerformanceHouse;
  readonly #complaints: Complaints;
  readonly #chain: Chain;
  readonly #echoes = new Echoes();
  readonly #access: Access;
  readonly #replies: Replies;
  readonly #faults: ScriptedFaults;
  readonly #timetable: Timetable;
  readonly #phases: Phases;

  constructor(scenario: Scenario, house: PerformanceHouse) {
    this.scenario = scenario;
    this.#house = house;
    const { now, alarms, seed, state, presence, wording, desk } = house;
    this.#complaints = new Complaints((text) => house.log(`${scenario.name}: ${text}`));
    wording.begin(seed, (place, what) => this.#complaints.say(place, what));
    this.#chain = new Chain(now);
    const shared = {
      now,
      alarms,
      desk,
      publish: (topic: string, data: unknown) => this.#publish(topic, data),
      chain: this.#chain,
      randomOf: (place: string) => randomOf(seed, place),
      attempt: (place: string, act: () => void) => this.#attempt(place, act),
      complain: (place: string, what: string) => this.#complaints.say(place, what),
      wording,
      join: presence.join.bind(presence),
      leave: presence.leave.bind(presence),
      set: state.set.bind(state),
    };
    this.#access = new Access(scenario.access);
    this.#replies = new Replies(scenario.replies, shared);
    this.#faults = new ScriptedFaults(scenario.faults, shared);
    this.#timetable = new Timetable([...messageActs(scenario.messages, shared), ...this.#faults.acts], shared);
    this.#phases = new Phases(scenario.phases, alarms, {
      began: (phase) => this.#phaseBegan(phase),
      ended: (phase) => this.#phaseEnded(phase),
    });
  }

  get phase(): string | undefined {
    return this.#phases.current;
  }

  start(): void {
    const { state, presence, wording, remembered } = this.#house;
    state.begin(this.scenario.state);
    for (const { place, topic, data } of history(this.scenario, wording, remembered))
      this.#attempt(place, () => this.#publish(topic, data, ofHistory));
    presence.begin(people(this.scenario, wording));
    this.#timetable.begin(undefined);
    this.#phases.begin();
  }

  stop(): void {
    this.#phases.stop();
    this.#timetable.stop();
    this.#replies.stop();
    this.#faults.stop();
  }

  connecting(visit: Visit): Refusal | undefined {
    return this.#access.connecting(visit);
  }

  subscribing(visit: Visit, asked: AskedSubscription): Refusal | undefined {
    return this.#access.subscribing(visit, asked);
  }

  /** Triggers are pulled, whether a reply fits or not: first the reply, so that who asked hears that first. */
  answer(asker: Asker, said: Occasion): boolean {
    const isAnswered = this.#replies.answer(asker, said, this.phase);
    this.happened(said);
    return isAnswered;
  }

  happened(occasion: Occasion): void {
    const { on, topic, data } = occasion;
    const links = on === "publish" ? this.#echoes.take(topic, data) : undefined;
    if (links === ofHistory) return;
    this.#chain.follow(links ?? this.#chain.links, () => {
      this.#timetable.happened(occasion);
      this.#phases.happened(occasion);
    });
  }

  #publish(topic: string, data: unknown, links = this.#chain.links): void {
    const published = this.#house.publish(topic, data);
    if (!(published instanceof Promise)) return;
    this.#echoes.expect(topic, data, links);
    published.catch((error: unknown) => this.#complaints.say(topic, sentenceOf(error)));
  }

  #phaseBegan(phase: string): void {
    this.#house.log(`${this.scenario.name}: phase ${phase} begins.`);
    this.#timetable.begin(phase);
    this.#house.onChange();
  }

  #phaseEnded(phase: string): void {
    this.#timetable.end(phase);
    this.#faults.end(phase);
  }

  /** What a person wrote may turn out wrong at any time: it is said, and the rest plays on. */
  #attempt(place: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#complaints.say(place, sentenceOf(error));
    }
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
