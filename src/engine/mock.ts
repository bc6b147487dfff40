/** The engine's one mock server, started and stopped on request. What it does is its own matter. */

import type { MockServer } from "../../mock-server/mock-server.ts";
import { startMockServer } from "../../mock-server/server.ts";
import type { EngineEvents, MockOptions, ScenarioOptions, SessionSummary } from "../bridge/engine-api.ts";
import type { ActiveFault, Fault } from "../model/fault.ts";
import type { Command } from "../model/form.ts";
import type { Publication } from "../model/hub.ts";
import type { MockState } from "../model/mock.ts";
import { MisuseError } from "../protocols/kit/misuse-error.ts";
import { protocols } from "../protocols/registry.ts";
import type { MockRecording } from "./mock-recording.ts";
import { MockTimeline } from "./mock-timeline.ts";
import { Pace } from "./pace.ts";
import { ScenarioPlayer } from "./scenario-player.ts";

const stopped: MockState = { running: false, doors: [], topics: [], clients: [], faults: [] };

/** Publications that are told of one topic at once. */
const maxHistory = 200;

export class Mock {
  readonly #events: EngineEvents;
  readonly #changes: Pace;
  readonly #player: ScenarioPlayer;
  #starting: Promise<MockServer> | undefined;
  #server: MockServer | undefined;
  readonly #timeline: MockTimeline;

  /** `record` begins the timeline of a mock server under this address. */
  constructor(events: EngineEvents, record: (origin: string) => MockRecording) {
    this.#events = events;
    this.#timeline = new MockTimeline(record);
    this.#changes = new Pace(() => events.mockChanged(this.state()));
    this.#player = new ScenarioPlayer({
      play: (scenario) => this.#server?.play(scenario),
      changed: () => this.#changes.touch(),
      log: (text) => events.log("warn", `mock: ${text}`),
    });
  }

  /** Running already is fine. Rejects with a `MisuseError` on another port than the wished one, or for an unknown protocol. */
  async start(options: MockOptions): Promise<MockState> {
    for (const id of Object.keys(options.settings ?? {})) checkProtocol(id);
    const isRunning = this.#starting !== undefined;
    this.#starting ??= this.#start(options);
    const server = await this.#starting;
    if (options.port && options.port !== server.port) {
      throw new MisuseError("already-running", `The mock server already runs on port ${server.port}. Stop it first.`);
    }
    if (isRunning && options.scenario) await this.play(options.scenario);
    return this.state();
  }

  /** Undefined: no scenario any more. */
  async play(options: ScenarioOptions | undefined): Promise<MockState> {
    const server = this.#running();
    if (options) server.play(await this.#player.open(options));
    else {
      this.#player.close();
      server.play(undefined);
    }
    return this.state();
  }

  async stop(): Promise<void> {
    const server = await this.#starting?.catch(() => undefined);
    this.#starting = undefined;
    this.#server = undefined;
    this.#player.close();
    if (!server) return;
    await server.stop();
    this.#timeline.end();
    this.#changes.touch();
  }

  /** Stops, and tells nothing any more. */
  async close(): Promise<void> {
    this.#changes.stop();
    await this.stop();
  }

  state(): MockState {
    if (!this.#server) return stopped;
    const state = this.#server.state();
    return { ...state, recording: this.#timeline.id, scenario: this.#player.shown(state.scenario) };
  }

  async publish(topic: string, data: unknown): Promise<{ readonly subscribers: number; readonly offset: number }> {
    return this.#running().publish(topic, data);
  }

  command(command: Command): void {
    this.#running().command(command);
  }

  /** The newest first. */
  history(topic: string, count: number): readonly Publication[] {
    const kept = this.#running().history(topic, Math.max(0, Math.min(Math.trunc(count) || 0, maxHistory)));
    return kept.toReversed();
  }

  tell(client: number, topic: string | undefined, data: unknown): void {
    this.#running().tell(client, topic, data);
  }

  addFault(fault: Fault): ActiveFault {
    return this.#running().addFault(fault, "person");
  }

  removeFault(id: string): void {
    this.#running().removeFault(id);
  }

  clearFaults(): void {
    this.#running().clearFaults();
  }

  record(): SessionSummary {
    const recording = this.#timeline.begin(this.#running().origin);
    this.#changes.touch();
    return recording.summary();
  }

  async #start({ port, host, tls, redis, settings = {}, record = false, scenario }: MockOptions): Promise<MockServer> {
    try {
      const played = scenario && (await this.#player.open(scenario));
      if (record) this.#timeline.want();
      this.#server = await startMockServer({
        port,
        host,
        tls,
        redis,
        settings,
        scenario: played,
        protocols,
        witness: this.#timeline,
        onChange: () => this.#changes.touch(),
        log: (text) => this.#events.log("info", `mock: ${text}`),
      });
      if (record) this.#timeline.begin(this.#server.origin);
      this.#changes.touch();
      return this.#server;
    } catch (error) {
      this.#starting = undefined;
      this.#timeline.end();
      this.#player.close();
      throw error;
    }
  }

  #running(): MockServer {
    if (!this.#server) throw new MisuseError("not-running", "The mock server is not running. Start it first.");
    return this.#server;
  }
}

function checkProtocol(id: string): void {
  const known = protocols.map((protocol) => protocol.id);
  if (known.includes(id)) return;
  throw new MisuseError("unknown-protocol", `No protocol of the mock server is called "${id}": ${known.join(", ")}.`);
}
