/**
 * Does what is ordered of a mock server, whether it comes over HTTP or from the same process: checks what goes in, has
 * the right part do it. Holds no state but the log of what clients did.
 */
import type { ConnectionFault } from "../../src/model/fault.ts";
import type { Publication } from "../../src/model/hub.ts";
import type { MockClient, MockState } from "../../src/model/mock.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { faultsOf } from "../../src/reading/faults.ts";
import type { ClientRoster } from "../client-roster.ts";
import { type Clock, systemClock } from "../clock.ts";
import type { Faults } from "../faults/faults.ts";
import type { Hub } from "../hub.ts";
import { ManualClock } from "../manual-clock.ts";
import { Expectations } from "./expectations.ts";
import { HappeningLog } from "./happening-log.ts";
import { type CheckedInputs, orderShapes } from "./order-shapes.ts";
import type { MockTime, OrderName, OrderOutputs, Published } from "./orders.ts";

/** How long clients get to close politely when they are asked to go. */
const GOING_GRACE_MS = 300;
const HAPPENINGS_LISTED = 1_000;

/** The parts of a mock server that can be ordered about. */
export interface Controlled {
  readonly hub: Pick<Hub, "reset">;
  readonly roster: Pick<ClientRoster, "get" | "end">;
  readonly faults: Pick<Faults, "list" | "add" | "remove" | "clear">;
  readonly clock: Clock;
  state(): MockState;
  clients(): readonly MockClient[];
  publish(topic: string, data: unknown): Promise<Published>;
  /** The newest `count`, oldest first. */
  history(topic: string, count: number): readonly Publication[] | Promise<readonly Publication[]>;
}

type Handlers = {
  readonly [Name in OrderName]: (
    input: CheckedInputs[Name],
    signal: AbortSignal | undefined,
  ) => OrderOutputs[Name] | Promise<OrderOutputs[Name]>;
};

export class ControlDesk {
  readonly log: HappeningLog;
  readonly #mock: Controlled;
  readonly #handlers: Handlers;

  constructor(mock: Controlled) {
    this.#mock = mock;
    this.log = new HappeningLog(() => mock.clock.now());
    // By real time, also where the sessions' clock is moved by hand: what is waited for comes over real sockets.
    const expectations = new Expectations(this.log, systemClock);
    this.#handlers = {
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
      tell: ({ client, topic, data }) => this.#tell(client, topic, data),
      disconnect: ({ client, ...how }) => this.#strike(client, { kind: "disconnect", ...how }),
      close: ({ client, ...how }) => this.#strike(client, { kind: "close", ...how }),
      resetClient: ({ client }) => this.#strike(client, { kind: "reset" }),
      cut: ({ client }) => this.#strike(client, { kind: "cut" }),
      faults: () => ({ faults: mock.faults.list() }),
      addFault: ({ fault, forMs }) => mock.faults.add(fault, "control", forMs),
      removeFault: ({ id }) => ({ removed: mock.faults.remove(id) }),
      clearFaults: () => {
        mock.faults.clear();
        return {};
      },
      happenings: ({ after = 0, most = HAPPENINGS_LISTED }) => this.log.list(after, most),
      expect: (asked, signal) => expectations.met(asked, signal),
      reset: ({ keepConnections = false }) => this.#reset(keepConnections),
      clock: () => this.#time(),
      advance: ({ byMs }) => this.#advance(byMs),
    };
  }

  /** `input` is anything. Rejects with a `MisuseError`: a sentence for each thing that is wrong. */
  async perform<Name extends OrderName>(
    name: Name,
    input: object,
    signal?: AbortSignal | undefined,
  ): Promise<OrderOutputs[Name]> {
    const shape = orderShapes[name];
    const { success, data } = shape.safeParse(input);
    if (!success) throw new MisuseError("bad-order", sentences(faultsOf(shape, input)));
    const handle: (input: CheckedInputs[Name], signal?: AbortSignal) => unknown = this.#handlers[name];
    return (await handle(data, signal)) as OrderOutputs[Name];
  }

  /** Narrowed to its protocol as well, so that it is said where that has no such thing. */
  #strike(id: number, does: ConnectionFault): Record<never, never> {
    const { protocol } = this.#mock.roster.get(id);
    this.#mock.faults.add({ client: id, protocol: protocol.id, does }, "control");
    return {};
  }

  #tell(id: number, topic: string | undefined, data: unknown): Record<never, never> {
    const client = this.#mock.roster.get(id);
    if (topic !== undefined && !client.topics.has(topic))
      throw new MisuseError(
        "not-heard",
        `Client ${id} does not hear ${topic}. It hears: ${[...client.topics].join(", ")}.`,
      );
    client.tell(topic, data);
    return {};
  }

  async #reset(keepConnections: boolean): Promise<Record<never, never>> {
    const { hub, roster, faults } = this.#mock;
    faults.clear();
    if (!keepConnections) await roster.end(GOING_GRACE_MS);
    hub.reset();
    this.log.clear();
    return {};
  }

  #time(): MockTime {
    const { clock } = this.#mock;
    return { now: clock.now(), manual: clock instanceof ManualClock };
  }

  #advance(byMs: number): MockTime {
    const { clock } = this.#mock;
    if (!(clock instanceof ManualClock))
      throw new MisuseError(
        "clock-runs",
        'The clock goes by itself. Start the mock server with clock: "manual" to move it.',
      );
    clock.advance(byMs);
    return this.#time();
  }
}

function sentences(faults: readonly { readonly message: string }[]): string {
  return faults.map(({ message }) => message).join(" ");
}
