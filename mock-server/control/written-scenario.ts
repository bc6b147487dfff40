/** A scenario as somebody hands it over: as the text of a file. What is wrong with it is said with its places. */
import type { ScenarioProblem } from "../../src/model/mock.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { knownProtocols } from "../../src/scenario/known-protocols.ts";
import { readScenario } from "../../src/scenario/reader.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { WrittenScenario } from "./orders.ts";

export interface ReadScenario {
  readonly scenario: Scenario;
  /** A line each, as compilers write it: it can be played all the same. */
  readonly warnings: readonly string[];
}

/** Throws a `MisuseError` (`bad-scenario`) with a line for each place where it cannot be played. */
export function readWritten(
  { text, path = "scenario", seed }: WrittenScenario,
  protocols: readonly Protocol[],
): ReadScenario {
  const { scenario, problems } = readScenario(text, knownProtocols(protocols));
  const lines = (severity: ScenarioProblem["severity"]) =>
    problems
      .filter((problem) => problem.severity === severity)
      .map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
  if (!scenario) throw new MisuseError("bad-scenario", lines("error").join("\n"));
  return { scenario: seed === undefined ? scenario : { ...scenario, seed }, warnings: lines("warning") };
}
