/** Which part of a mock server does what is ordered. One line for most orders; no part knows that it was ordered. */

import type { Clock } from "../../src/clock/clock.ts";
import { ManualClock } from "../../src/clock/manual-clock.ts";
import type { ConnectionFault } from "../../src/model/fault.ts";
import type { Publication } from "../../src/model/hub.ts";
import type { MockClient, MockState } from "../../src/model/mock.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { ClientRoster } from "../client-roster.ts";
import type { Faults } from "../faults/faults.ts";
import type { MockHub } from "../hub.ts";
import type { Expectations } from "./expectations.ts";
import type { HappeningLog } from "./happening-log.ts";
import type { CheckedInputs } from "./order-shapes.ts";
import type { OrderName, OrderOutputs, Published } from "./orders.ts";
import { readWritten } from "./written-scenario.ts";

/** How long clients get to close politely when they are asked to go. */
const goingGraceMs = 300;
const happeningsListed = 1_000;

/** The parts of a mock server that can be ordered about. */
export interface Controlled {
  readonly protocols: readonly Protocol[];
  readonly hub: Pick<MockHub, "reset">;
  readonly roster: Pick<ClientRoster, "get" | "end">;
  readonly faults: Pick<Faults, "list" | "add" | "remove" | "clear">;
  readonly clock: Clock;
  state(): MockState;
  clients(): readonly MockClient[];
  publish(topic: string, data: unknown): Promise<Published>;
  /** The newest `count`, oldest first. */
  history(topic: string, count: number): readonly Publication[] | Promise<readonly Publication[]>;
  play(scenario: Scenario | undefined): void;
  /** What is played begins as it did at first. */
  playAgain(): void;
}

export type OrderHandlers = {
  readonly [Name in OrderName]: (
    input: CheckedInputs[Name],
    signal: AbortSignal | undefined,
  ) => OrderOutputs[Name] | Promise<OrderOutputs[Name]>;
};

export function orderHandlers(mock: Controlled, log: HappeningLog, expectations: Expectations): OrderHandlers {
  const { hub, roster, faults, clock } = mock;
  const time = () => ({ now: clock.now(), manual: clock instanceof ManualClock });
  const playing = () => ({ scenario: mock.state().scenario });

  /** Narrowed to its protocol as well, so that it is said where that has no such thing. */
  function strike(id: number, does: ConnectionFault): Record<never, never> {
    const { protocol } = roster.get(id);
    faults.add({ client: id, protocol: protocol.id, does }, "control");
    return {};
  }

  return {
    state: () => mock.state(),
    publish: ({ topic, data }) => mock.publish(topic, data),
    publishMany: async ({ publications }) => ({
      // Called in order, so kept in order: none waits for the one before.
      published: await Promise.all(publications.map(({ topic, data }) => mock.publish(topic, data))),
    }),
    history: async ({ topic, last = Number.POSITIVE_INFINITY }) => ({
      topic,
      publications: await mock.history(topic, last),
    }),
    clients: ({ door, topic }) => ({
      clients: mock
        .clients()
        .filter((client) => door === undefined || client.door === door)
        .filter((client) => topic === undefined || client.topics.includes(topic)),
    }),
    tell({ client: id, topic, data }) {
      const client = roster.get(id);
      const heard = [...client.topics];
      if (topic !== undefined && !heard.includes(topic))
        throw new MisuseError("not-heard", `Client ${id} does not hear ${topic}. It hears: ${heard.join(", ")}.`);
      client.tell(topic, data);
      return {};
    },
    disconnect: ({ client, ...how }) => strike(client, { kind: "disconnect", ...how }),
    close: ({ client, ...how }) => strike(client, { kind: "close", ...how }),
    resetClient: ({ client }) => strike(client, { kind: "reset" }),
    cut: ({ client }) => strike(client, { kind: "cut" }),
    faults: () => ({ faults: faults.list() }),
    addFault: ({ fault, forMs }) => faults.add(fault, "control", forMs),
    removeFault: ({ id }) => ({ removed: faults.remove(id) }),
    clearFaults() {
      faults.clear();
      return {};
    },
    scenario: playing,
    play(written) {
      const { scenario, warnings } = readWritten(written, mock.protocols);
      mock.play(scenario);
      return { ...playing(), warnings };
    },
    playNothing() {
      mock.play(undefined);
      return {};
    },
    happenings: ({ after = 0, most = happeningsListed }) => log.list(after, most),
    expect: (asked, signal) => expectations.met(asked, signal),
    async reset({ keepConnections = false }) {
      faults.clear();
      if (!keepConnections) await roster.end(goingGraceMs);
      await hub.reset();
      mock.playAgain();
      log.clear();
      return {};
    },
    clock: time,
    advance({ byMs }) {
      if (!(clock instanceof ManualClock)) {
        const what = 'The clock goes by itself. Start the mock server with clock: "manual" to move it.';
        throw new MisuseError("clock-runs", what);
      }
      clock.advance(byMs);
      return time();
    },
  };
}
