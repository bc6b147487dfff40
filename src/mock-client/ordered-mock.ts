/** The one `Mock` there is: turns each of its calls into an order, and leaves to others how an order gets there. */
import type { Expectation, NotedHappening } from "../../mock-server/control/noted-happening.ts";
import type { Perform } from "../../mock-server/control/orders.ts";
import type { MockDoor } from "../model/mock.ts";
import { MisuseError } from "../protocols/kit/misuse-error.ts";
import { asJson } from "./as-json.ts";
import type { ExpectOptions, Mock, MockAddress } from "./mock.ts";
import { readSource } from "./scenario-source.ts";

const defaultTimeoutMs = 5_000;

export interface MockAccess {
  readonly address: MockAddress;
  readonly doors: readonly MockDoor[];
  readonly perform: Perform;
  stop(): Promise<void>;
}

export function orderedMock({ address, doors, stop, ...access }: MockAccess): Mock {
  const { origin } = address;
  let isStopped = false;
  const perform: Perform = async (name, input) => {
    if (isStopped) throw new MisuseError("stopped", "This mock was stopped: nothing can be asked of it any more.");
    return access.perform(name, asJson(input));
  };
  /** Numbers of what `expect` has answered. */
  const answered = new Set<number>();

  function url(door: string): string {
    const found = doors.find(({ protocol, path }) => door === protocol || door === path);
    if (found) return found.url;
    const known = [...new Set(doors.flatMap(({ protocol, path }) => [protocol, path]))];
    throw new MisuseError("unknown-door", `The mock server has no door ${door}. There are: ${known.join(", ")}.`);
  }

  /** Two that wait at the same time may be met by the same thing: the second then waits on. */
  async function expect(
    expectation: Expectation,
    { timeoutMs = defaultTimeoutMs, after }: ExpectOptions = {},
  ): Promise<NotedHappening> {
    const until = performance.now() + timeoutMs;
    for (let leftMs = timeoutMs; ; leftMs = Math.max(0, Math.ceil(until - performance.now()))) {
      const met = await perform("expect", { expectation, timeoutMs: leftMs, after, passOver: [...answered] });
      if (answered.has(met.number)) continue;
      answered.add(met.number);
      return met;
    }
  }

  async function end(): Promise<void> {
    isStopped = true;
    await stop();
  }

  return {
    origin,
    port: Number(new URL(origin).port),
    address,
    url,
    publish: (topic, data) => perform("publish", { topic, data }),
    publishMany: async (publications) => (await perform("publishMany", { publications })).published,
    history: (topic, options = {}) => perform("history", { topic, ...options }),
    state: () => perform("state", {}),
    clients: async (only = {}) => (await perform("clients", only)).clients,
    tell: async (client, data, options = {}) => {
      await perform("tell", { client, data, ...options });
    },
    disconnect: async (client, how = {}) => {
      await perform("disconnect", { client, ...how });
    },
    close: async (client, code, reason) => {
      await perform("close", { client, code, reason });
    },
    cut: async (client, { withReset = false } = {}) => {
      await perform(withReset ? "resetClient" : "cut", { client });
    },
    fault: async (fault, { forMs } = {}) => {
      const placed = await perform("addFault", { fault, forMs });
      const remove = async () => {
        await perform("removeFault", { id: placed.id });
      };
      return { ...placed, remove };
    },
    faults: async () => (await perform("faults", {})).faults,
    clearFaults: async () => {
      await perform("clearFaults", {});
    },
    scenario: async () => (await perform("scenario", {})).scenario,
    play: async (source, { seed } = {}) => (await perform("play", { ...(await readSource(source)), seed })).scenario,
    playNothing: async () => {
      await perform("playNothing", {});
    },
    expect,
    happenings: (options = {}) => perform("happenings", options),
    reset: async (options = {}) => {
      await perform("reset", options);
      answered.clear();
    },
    time: () => perform("clock", {}),
    advance: (byMs) => perform("advance", { byMs }),
    stop: end,
    [Symbol.asyncDispose]: end,
  };
}
