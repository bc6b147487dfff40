/**
 * All that an editor asks of a scenario's text, in one object: a bundle of its own, which an extension loads when the
 * first scenario is opened. Needs nothing but the JSON schema, in which the protocols that there are stand as well.
 */
import { isRecord } from "../../protocols/kit/json.ts";
import type { KnownProtocol } from "../name-faults.ts";
import { readScenario, type ScenarioProblem } from "../reader.ts";
import { type Completion, complete } from "./complete.ts";
import { hover, type Told } from "./hover.ts";

export interface ScenarioLanguage {
  problems(text: string): readonly ScenarioProblem[];
  complete(text: string, offset: number): readonly Completion[];
  hover(text: string, offset: number): Told | undefined;
}

/** `schema` as it stands in `scenario.schema.json`. */
export function createScenarioLanguage(schema: unknown): ScenarioLanguage {
  const known = isRecord(schema) ? schema : {};
  const protocols = known.knownProtocols as readonly KnownProtocol[] | undefined;
  return {
    problems: (text) => readScenario(text, protocols).problems,
    complete: (text, offset) => complete(text, offset, known),
    hover: (text, offset) => hover(text, offset, known),
  };
}
