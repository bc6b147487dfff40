/**
 * Reads a `*.scenario.yaml`: the scenario if nothing is wrong with it, and all that is, each with its place in the text.
 * Never throws.
 */
import { isRecord } from "../protocols/kit/json.ts";
import { faultsOf, type Path, type ShapeFault } from "../reading/faults.ts";
import { LineIndex } from "../reading/text-place.ts";
import { type KnownProtocol, nameFaults } from "./name-faults.ts";
import type { Scenario } from "./scenario.ts";
import { scenarioShape } from "./shape/scenario.ts";
import { templateFaults } from "./template-places.ts";
import { type Stretch, YamlText } from "./yaml-text.ts";

/** Lines and columns count from 1; the end is after the last character. */
export interface ScenarioProblem {
  readonly message: string;
  /** With a warning it can be played all the same. */
  readonly severity: "error" | "warning";
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface ScenarioReading {
  /** Undefined where there is an error. */
  readonly scenario?: Scenario | undefined;
  /** In the order of the text. */
  readonly problems: readonly ScenarioProblem[];
}

/** More are not told: whoever has so many will look again after the first. */
const mostProblems = 100;

interface Found extends Stretch {
  readonly message: string;
  readonly severity: ScenarioProblem["severity"];
}

/** Without protocols it is not checked whether there are such protocols and doors. */
export function readScenario(text: string, protocols?: readonly KnownProtocol[]): ScenarioReading {
  const yaml = new YamlText(text);
  const written = withoutEmptySections(yaml.value);
  const found: Found[] = yaml.faults.map((fault) => ({ ...fault, severity: "error" }));
  const add = (message: string, path: Path, severity: Found["severity"], part: "name" | "value" = "value") => {
    if (found.length >= mostProblems * 2) return;
    const place = yaml.place(path, part) ?? { from: 0, to: 1 };
    // What follows from broken syntax, or says a second thing of the same place, would only confuse.
    if (found.some(({ from, to }) => from <= place.from && place.to <= to)) return;
    if (yaml.faults.some(({ from }) => yaml.isOnOneLine(from, place.from))) return;
    found.push({ message, severity, ...place });
  };
  if (yaml.faults.length === 0 || isRecord(written)) {
    if (written !== undefined && written !== null && !isRecord(written))
      add("A scenario is a map: name, topics, messages and so on, each with a colon.", [], "error");
    else
      for (const { message, path, isName } of namesFirst(faultsOf(scenarioShape, written ?? {})))
        add(message, path, "error", isName && "name");
    for (const { message, path } of templateFaults(written)) add(message, path, "error");
    for (const { message, path, isDoubt } of nameFaults(written, protocols))
      add(message, path, isDoubt ? "warning" : "error");
  }
  const hasErrors = found.some(({ severity }) => severity === "error");
  return {
    scenario: hasErrors ? undefined : scenarioShape.safeParse(written ?? {}).data,
    problems: placed(found, text),
  };
}

/** A misspelt name leads to another fault at the same place: that the right one is missing. */
function namesFirst(faults: readonly ShapeFault[]): readonly ShapeFault[] {
  return [...faults.filter(({ isName }) => isName), ...faults.filter(({ isName }) => !isName)];
}

/** `faults:` with nothing behind it yet is an empty list, not a mistake. */
function withoutEmptySections(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, section]) => section !== null));
}

function placed(found: readonly Found[], text: string): readonly ScenarioProblem[] {
  const lines = new LineIndex(text);
  const inOrder = found.toSorted((a, b) => a.from - b.from).slice(0, mostProblems);
  return inOrder.map(({ message, severity, from, to }) => {
    const [start, end] = [lines.place(from, 0), lines.place(to, 0)];
    return { message, severity, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  });
}
