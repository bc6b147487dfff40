/** What has changed on a mock server from one state to the next, in lines for a terminal. Knows no terminal. */
import { basename } from "node:path";
import type { MockScenario, MockState, ScenarioProblem } from "../../model/mock.ts";

/** `Reading` and what ends it (`Playing`, `… goes on.`) are what the problem matcher `$framescope-mock` waits for. */
export function mockNews(before: MockState, now: MockState): readonly string[] {
  return [...scenarioNews(before.scenario, now.scenario), ...clientNews(before, now)];
}

export function doorLines({ doors }: MockState): readonly string[] {
  return doors.map(({ url, hint }) => `  ${url}  ${hint}`);
}

function scenarioNews(before: MockScenario | undefined, now: MockScenario | undefined): readonly string[] {
  if (!now) return before ? [`${before.name} is not played any more.`] : [];
  const hasNewProblems = JSON.stringify(before?.problems ?? []) !== JSON.stringify(now.problems);
  const isOther = before?.name !== now.name || before?.path !== now.path;
  const read = isOther || hasNewProblems ? readingLines(now) : [];
  const hasNewPhase = now.phase !== undefined && (isOther || before?.phase !== now.phase);
  return [...read, ...(hasNewPhase ? [`Phase ${now.phase} begins.`] : [])];
}

function readingLines({ name, path = name, problems }: MockScenario): readonly string[] {
  const isWrong = problems.some(({ severity }) => severity === "error");
  return [
    `Reading ${basename(path)}`,
    ...problems.map((problem) => matchedLine(path, problem)),
    isWrong ? `${name} goes on as it was.` : `Playing ${name}.`,
  ];
}

/** In the form of the problem matcher `$framescope-mock`. */
export function matchedLine(path: string, { line, column, severity, message }: ScenarioProblem): string {
  return `${path}:${line}:${column}: ${severity}: ${message}`;
}

function clientNews(before: MockState, now: MockState): readonly string[] {
  const known = new Map(before.clients.map((client) => [client.id, client]));
  const present = new Map(now.clients.map((client) => [client.id, client]));
  return [
    ...now.clients
      .filter(({ id }) => !known.has(id))
      .map(({ id, door, address }) => `Client ${id} came: ${door} from ${address}.`),
    ...before.clients.filter(({ id }) => !present.has(id)).map(({ id }) => `Client ${id} left.`),
  ];
}
