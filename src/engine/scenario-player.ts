/** Keeps the mock server playing what a scenario's file says, from one file to the next. Knows the server only by `play`. */
import type { ScenarioOptions } from "../bridge/engine-api.ts";
import { problemLine } from "../bridge/problem-line.ts";
import type { MockScenario } from "../model/mock.ts";
import { MisuseError } from "../protocols/kit/misuse-error.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { ScenarioFile } from "./scenario-file.ts";

export interface PlayerEvents {
  /** To be played from now on. */
  play(scenario: Scenario): void;
  /** `shown` would tell something else. */
  changed(): void;
  log(text: string): void;
}

export class ScenarioPlayer {
  readonly #events: PlayerEvents;
  #file: ScenarioFile | undefined;

  constructor(events: PlayerEvents) {
    this.#events = events;
  }

  /**
   * Follows this file from now on, and no longer the one before; returns what is to be played at first. Rejects, and goes
   * on as before, with a `MisuseError` (`bad-scenario`) that names each place, or when the file cannot be read.
   */
  async open({ path, seed }: ScenarioOptions): Promise<Scenario> {
    const seeded = (scenario: Scenario): Scenario => (seed === undefined ? scenario : { ...scenario, seed });
    const file = new ScenarioFile(path, {
      changed: (scenario) => this.#play(seeded(scenario)),
      problemsChanged: () => this.#events.changed(),
      log: (text) => this.#events.log(text),
    });
    const scenario = await file.open();
    if (!scenario) {
      file.close();
      throw new MisuseError("bad-scenario", file.problems.map((problem) => problemLine(path, problem)).join("\n"));
    }
    this.close();
    this.#file = file;
    for (const problem of file.problems) this.#events.log(problemLine(path, problem));
    return seeded(scenario);
  }

  /** What only turns out wrong when it is to be played, such as a recording of a protocol that there is not. */
  #play(scenario: Scenario): void {
    try {
      this.#events.play(scenario);
    } catch (error) {
      this.#events.log(error instanceof Error ? error.message : String(error));
    }
  }

  /** Follows no file any more. */
  close(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  /** What the server says of its scenario, with what is known of the file. */
  shown(playing: MockScenario | undefined): MockScenario | undefined {
    if (!playing || !this.#file) return playing;
    const { path, problems } = this.#file;
    return { ...playing, path, problems };
  }
}
