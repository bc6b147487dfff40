/**
 * The scenario of one file, now and after each save: what is wrong with a save is told with its places, and then the
 * scenario is still the one before. Knows no mock server.
 */
import { basename } from "node:path";
import { problemLine } from "../bridge/problem-line.ts";
import type { ScenarioProblem } from "../model/mock.ts";
import { protocols } from "../protocols/registry.ts";
import { knownProtocols } from "../scenario/known-protocols.ts";
import { readScenario } from "../scenario/reader.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { WatchedFile } from "./watched-file.ts";

export interface ScenarioEvents {
  /** It was saved, and can be played. */
  changed(scenario: Scenario): void;
  /** What is wrong with it is another thing. */
  problemsChanged(): void;
  log(text: string): void;
}

export class ScenarioFile {
  readonly path: string;
  readonly #file: WatchedFile;
  readonly #events: ScenarioEvents;
  #problems: readonly ScenarioProblem[] = [];

  constructor(path: string, events: ScenarioEvents) {
    this.path = path;
    this.#events = events;
    this.#file = new WatchedFile(path, {
      changed: (text) => this.#changed(text),
      lost: (reason) => this.#lost(reason),
    });
  }

  /** As it was saved last; warnings count. */
  get problems(): readonly ScenarioProblem[] {
    return this.#problems;
  }

  /** What is to be played at first; undefined where `problems` say why not. Rejects when the file cannot be read. */
  async open(): Promise<Scenario | undefined> {
    return this.#read(await this.#file.open());
  }

  close(): void {
    this.#file.close();
  }

  #changed(text: string): void {
    const scenario = this.#read(text);
    for (const problem of this.#problems) this.#events.log(problemLine(this.path, problem));
    if (scenario) this.#events.changed(scenario);
    else this.#events.log(`${basename(this.path)} cannot be played as it is: what played before goes on.`);
    this.#events.problemsChanged();
  }

  #lost(reason: string): void {
    this.#problems = [{ message: reason, severity: "error", line: 1, column: 1 }];
    this.#events.log(`${reason} What played before goes on.`);
    this.#events.problemsChanged();
  }

  #read(text: string): Scenario | undefined {
    const { scenario, problems } = read(text);
    this.#problems = problems;
    return scenario;
  }
}

/** All that is wrong with a file, once. Rejects with a sentence when it cannot be read. */
export async function checkScenarioFile(path: string): Promise<readonly ScenarioProblem[]> {
  const file = new ScenarioFile(path, { changed: ignore, problemsChanged: ignore, log: ignore });
  try {
    await file.open();
    return file.problems;
  } finally {
    file.close();
  }
}

interface Read {
  readonly scenario: Scenario | undefined;
  readonly problems: readonly ScenarioProblem[];
}

const known = knownProtocols(protocols);

function read(text: string): Read {
  const { scenario, problems } = readScenario(text, known);
  // Where a problem ends is for editors.
  return {
    scenario,
    problems: problems.map(({ message, severity, line, column }) => ({ message, severity, line, column })),
  };
}

function ignore(): void {}
