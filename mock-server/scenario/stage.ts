/**
 * Where a mock server plays its scenario, whichever it is at the moment: what clients do goes to the one that plays, and
 * what has to outlive a change of it is kept here. Knows no socket and no file.
 */

import { Alarms } from "../../src/clock/alarms.ts";
import type { Clock } from "../../src/clock/clock.ts";
import type { RequestHead } from "../../src/model/frame.ts";
import type { Happening } from "../../src/model/happening.ts";
import type { Publication } from "../../src/model/hub.ts";
import type { MockScenario } from "../../src/model/mock.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import type { AskedSubscription, Refusal } from "../../src/model/server-script.ts";
import type { SaidEffect } from "../../src/model/session.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { ClientConnection, MockScript } from "../client-connection.ts";
import type { MockHub } from "../hub.ts";
import { Guests } from "./guests.ts";
import { Performance } from "./performance.ts";
import { Presence } from "./presence.ts";
import type { FaultDesk } from "./scripted-faults.ts";
import { State } from "./state.ts";
import { Wording } from "./wording.ts";

export interface StageOptions {
  readonly protocols: readonly Protocol[];
  readonly hub: Pick<MockHub, "signal"> & { publish(topic: string, data: unknown): unknown };
  readonly clock: Clock;
  /** In [0, 1). Draws a seed where the scenario has none. */
  readonly random: () => number;
  /** What sessions of one protocol share. */
  shared(protocol: Protocol): object;
  readonly desk: FaultDesk;
  readonly log: (text: string) => void;
  /** `playing` would tell something else. */
  readonly onChange: () => void;
}

export class Stage implements MockScript {
  readonly #options: StageOptions;
  readonly #alarms: Alarms;
  readonly #presence: Presence;
  readonly #guests: Guests;
  readonly #state = new State();
  readonly #wording: Wording;
  readonly #remembered = new Set<string>();
  #performance: Performance | undefined;
  #hasPlayed = false;
  /** For scenarios that have none. */
  #drawnSeed: number | undefined;

  constructor(options: StageOptions) {
    this.#options = options;
    const { clock } = options;
    const now = () => clock.now();
    this.#alarms = new Alarms(clock);
    this.#presence = new Presence(options);
    this.#guests = new Guests(now, this.#alarms, (occasion) => this.#performance?.happened(occasion));
    this.#wording = new Wording(now, this.#state);
  }

  /**
   * What clients have to deal with: nothing until a scenario has played for the first time, so that clients of a mock
   * server that never plays one cost nothing for it.
   */
  get script(): MockScript | undefined {
    return this.#hasPlayed ? this : undefined;
  }

  get playing(): MockScenario | undefined {
    if (!this.#performance) return undefined;
    const { scenario, phase } = this.#performance;
    return { name: scenario.name, phase, problems: [] };
  }

  get scenario(): Scenario | undefined {
    return this.#performance?.scenario;
  }

  /** What is played next is played as if nothing had been before: state, counters and the history of topics begin anew. */
  forget(): void {
    this.#state.begin({});
    this.#wording.forget();
    this.#remembered.clear();
  }

  /**
   * Plays this one instead of what was played; undefined: none. Connections and history stay. Timed messages begin anew;
   * topics that were there have had their history; state and counters go on.
   */
  play(scenario: Scenario | undefined): void {
    const { hub, clock, random, desk, log, onChange } = this.#options;
    this.#performance?.stop();
    this.#performance = undefined;
    if (!scenario) {
      this.#presence.begin([]);
      onChange();
      return;
    }
    this.#hasPlayed = true;
    this.#drawnSeed ??= Math.floor(random() * 2 ** 32);
    const seed = scenario.seed ?? this.#drawnSeed;
    log(`Playing ${scenario.name}.`);
    const performance = new Performance(scenario, {
      now: () => clock.now(),
      alarms: this.#alarms,
      seed,
      state: this.#state,
      presence: this.#presence,
      wording: this.#wording,
      desk,
      remembered: this.#remembered,
      publish: (topic, data) => hub.publish(topic, data),
      log,
      onChange,
    });
    this.#performance = performance;
    performance.start();
    onChange();
  }

  /** These topics have a history already: from another mock server that plays the same, and shares it. */
  remember(topics: readonly string[]): void {
    for (const topic of topics) this.#remembered.add(topic);
  }

  /** The mock server stops: nothing is played, or told to anybody, any more. */
  stop(): void {
    this.#performance?.stop();
    this.#performance = undefined;
    this.#guests.stop();
  }

  connecting(request: RequestHead): Refusal | undefined {
    const visit = this.#guests.visitBy(request);
    const refusal = visit && this.#performance?.connecting(visit);
    if (!refusal) this.#guests.letIn(request);
    return refusal;
  }

  subscribing(asked: AskedSubscription): Refusal | undefined {
    const visit = this.#guests.visitBy(asked.request);
    return visit && this.#performance?.subscribing(visit, asked);
  }

  /** `command` is told by `answer`, since an answer comes before all else that it sets off. */
  happened(client: ClientConnection, happening: Happening): void {
    if (!this.#hasPlayed) return;
    if (happening.on === "connect") this.#guests.comes(client, happening.request);
    else if (happening.on === "subscribe") this.#guests.subscribes(client, happening.topic);
  }

  answer(client: ClientConnection, { topic, action, data }: SaidEffect): boolean {
    const visit = this.#guests.visitOf(client);
    return this.#performance?.answer(client, { on: "command", client, visit, topic, action, data }) ?? false;
  }

  published({ topic, data }: Publication): void {
    this.#performance?.happened({ on: "publish", topic, data });
  }
}
