/** A mock server in the process of the test itself: nothing to start before, nothing left behind. */
import { readWritten } from "../../mock-server/control/written-scenario.ts";
import { seededRandom } from "../../mock-server/seeded-random.ts";
import { startMockServer } from "../../mock-server/server.ts";
import { ManualClock } from "../clock/manual-clock.ts";
import type { Values } from "../model/form.ts";
import { protocols } from "../protocols/registry.ts";
import { asJson } from "./as-json.ts";
import type { Mock, ScenarioSource } from "./mock.ts";
import { orderedMock } from "./ordered-mock.ts";
import { readSource } from "./scenario-source.ts";

export interface StartOptions {
  /** 0 or undefined: any free port. */
  readonly port?: number | undefined;
  /** Default 127.0.0.1: nobody but this machine reaches it. */
  readonly host?: string | undefined;
  /** Speak TLS by a certificate made for this run (`address.certificate`), and HTTP/2 with those who want it. */
  readonly tls?: boolean | undefined;
  /** All chance follows from it: with the same one each run is the same. */
  readonly seed?: number | undefined;
  /** What to play, from before the first client comes: a path or `{ text }`. */
  readonly scenario?: ScenarioSource | undefined;
  /** `manual`: pings, timers and the moments of messages only move with `advance`. */
  readonly clock?: "manual" | undefined;
  /** By protocol id, for those that take any: `{ anycable: { broadcastKey: "…" } }`. */
  readonly settings?: Readonly<Record<string, Values>> | undefined;
  /** Share topics, history and ids with the mock servers and apps of this Redis; `prefix` is Rails' `channel_prefix`. */
  readonly redis?: { readonly url: string; readonly prefix?: string | undefined } | undefined;
  /** One line about what happened, each time. */
  readonly log?: ((line: string) => void) | undefined;
}

/** Rejects with a sentence when the port or host cannot be had, or with a line for each place that is wrong in a scenario. */
export async function startMock(options: StartOptions = {}): Promise<Mock> {
  const { port, host, tls, seed, clock, settings, redis, log = () => undefined } = options;
  const written = options.scenario === undefined ? undefined : await readSource(options.scenario);
  const server = await startMockServer({
    port,
    host,
    tls,
    settings,
    redis,
    protocols,
    scenario: written && readWritten({ ...written, seed }, protocols).scenario,
    clock: clock === "manual" ? new ManualClock() : undefined,
    random: seed === undefined ? undefined : seededRandom(seed),
    onChange: () => undefined,
    log,
  });
  const stopped = new AbortController();
  return orderedMock({
    address: server.address,
    doors: server.state().doors,
    perform: async (name, input) => asJson(await server.perform(name, input, stopped.signal)),
    async stop() {
      stopped.abort();
      await server.stop();
    },
  });
}
