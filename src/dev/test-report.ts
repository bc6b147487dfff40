/**
 * Counts of a test run and how they are told: reads what vitest and the workbench runner report, and draws the table.
 * Pure; knows nothing of how the parts are run.
 */

export interface Outcome {
  readonly passed: number;
  /** Full names, so that the end of a long log says what to look for. */
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

export interface PartOutcome extends Outcome {
  readonly part: string;
  readonly elapsedMs: number;
}

/** A part that is one command: it passes or fails as a whole. */
export function outcomeOfCommand(part: string, exitCode: number): Outcome {
  return exitCode === 0
    ? { passed: 1, failed: [], skipped: [] }
    : { passed: 0, failed: [`${part} (exit code ${exitCode})`], skipped: [] };
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/**
 * From vitest's JSON report. A file that broke outside its tests (an import, a hook, a worker that died) counts as one
 * failure, and so does a run that ended badly though each test passed (an unhandled rejection, a missing report), or
 * that had no test.
 */
export function outcomeOfVitest(part: string, json: string | undefined, exitCode: number): Outcome {
  const report = json === undefined ? undefined : readReport(json);
  if (report === undefined) return outcomeOfCommand(`${part} made no report`, exitCode || 1);
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const named = (...states: string[]) =>
    tests.filter((test) => states.includes(test.status)).map((test) => test.fullName);
  const broken = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"),
  );
  const failed = [...named("failed"), ...broken.map((file) => `${file.name} could not be run`)];
  if (failed.length === 0 && exitCode !== 0) failed.push(`${part} (exit code ${exitCode} though no test failed)`);
  else if (failed.length === 0 && tests.length === 0) failed.push(`${part} ran no test`);
  return { passed: named("passed").length, failed, skipped: named("skipped", "pending", "todo", "disabled") };
}

/** Undefined where it was cut off: vitest was ended while it wrote. */
function readReport(json: string): VitestReport | undefined {
  try {
    return JSON.parse(json) as VitestReport;
  } catch {
    return undefined;
  }
}

/**
 * From the lines `workbench: N passed, N failed, N skipped`, `workbench: failed: NAME` and `workbench: skipped: NAME` of
 * the workbench runner. No such line, a bad exit code with no failure named, or a run without tests is a failure.
 */
export function outcomeOfWorkbench(part: string, output: string, exitCode: number): Outcome {
  const named = (word: string) =>
    [...output.matchAll(new RegExp(`^workbench: ${word}: (.+)$`, "gm"))].map(([, name = ""]) => name);
  const counts = [...output.matchAll(/^workbench: (\d+) passed, (\d+) failed, (\d+) skipped$/gm)];
  const total = (index: number) => counts.reduce((sum, match) => sum + Number(match[index]), 0);
  const failed = padded(named("failed"), total(2), `${part}: a test failed`);
  const skipped = padded(named("skipped"), total(3), `${part}: a test was skipped`);
  if (counts.length === 0) failed.push(`${part} (exit code ${exitCode}, no counts)`);
  else if (failed.length === 0 && exitCode !== 0) failed.push(`${part} (exit code ${exitCode} though no test failed)`);
  else if (total(1) + failed.length + skipped.length === 0) failed.push(`${part} ran no test`);
  return { passed: total(1), failed, skipped };
}

function padded(names: readonly string[], count: number, filler: string): string[] {
  return [...names, ...Array<string>(Math.max(0, count - names.length)).fill(filler)];
}

/** The table, then what failed and what was skipped by name, then the line `N passed, N failed, N skipped`. */
export function summarizeRun(parts: readonly PartOutcome[]): string {
  const width = Math.max(4, ...parts.map((entry) => entry.part.length));
  const row = (cells: readonly string[]) =>
    `${(cells[0] ?? "").padEnd(width)} ${cells
      .slice(1)
      .map((cell) => cell.padStart(9))
      .join(" ")}`;
  const lines = [row(["part", "passed", "failed", "skipped", "seconds"])];
  for (const { part, passed, failed, skipped, elapsedMs } of parts)
    lines.push(row([part, `${passed}`, `${failed.length}`, `${skipped.length}`, (elapsedMs / 1000).toFixed(1)]));
  for (const { part, failed } of parts) lines.push(...failed.map((name) => `failed: ${part}: ${name}`));
  for (const { part, skipped } of parts) lines.push(...skipped.map((name) => `skipped: ${part}: ${name}`));
  const sum = (count: (part: PartOutcome) => number) => parts.reduce((total, part) => total + count(part), 0);
  lines.push(
    `${sum((part) => part.passed)} passed, ${sum((part) => part.failed.length)} failed, ${sum((part) => part.skipped.length)} skipped`,
  );
  return `${lines.join("\n")}\n`;
}

/** Nothing may fail; and where CI is set nothing may be skipped either, so that a missing server cannot hide. */
export function isGreen(parts: readonly PartOutcome[], env: { readonly CI?: string | undefined }): boolean {
  const strict = env.CI !== undefined && env.CI !== "" && env.CI !== "false";
  return parts.every((part) => part.failed.length === 0 && (!strict || part.skipped.length === 0));
}
