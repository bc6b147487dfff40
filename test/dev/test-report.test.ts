import { describe, expect, it } from "vitest";
import {
  isGreen,
  outcomeOfCommand,
  outcomeOfVitest,
  outcomeOfWorkbench,
  summarizeRun,
} from "../../src/dev/test-report.ts";

const report = (files: readonly { status: string; tests: readonly [string, string][] }[]) =>
  JSON.stringify({
    testResults: files.map((file, index) => ({
      name: `file${index}.test.ts`,
      status: file.status,
      assertionResults: file.tests.map(([fullName, status]) => ({ fullName, status })),
    })),
  });

describe("the outcome of a vitest run", () => {
  it("counts by the status of each test", () => {
    const json = report([
      {
        status: "failed",
        tests: [
          ["a", "passed"],
          ["b", "failed"],
          ["c", "skipped"],
          ["d", "todo"],
        ],
      },
    ]);
    expect(outcomeOfVitest("unit", json, 1)).toEqual({ passed: 1, failed: ["b"], skipped: ["c", "d"] });
  });

  it("counts a file that broke before its first test", () => {
    expect(outcomeOfVitest("unit", report([{ status: "failed", tests: [] }]), 1).failed).toEqual([
      "file0.test.ts could not be run",
    ]);
  });

  it("counts a file whose hook failed, so that its tests were skipped", () => {
    const outcome = outcomeOfVitest("unit", report([{ status: "failed", tests: [["a", "skipped"]] }]), 1);
    expect(outcome).toEqual({ passed: 0, failed: ["file0.test.ts could not be run"], skipped: ["a"] });
  });

  it("does not take a bad exit code for a pass, nor a missing report", () => {
    const green = report([{ status: "passed", tests: [["a", "passed"]] }]);
    expect(outcomeOfVitest("unit", green, 1).failed).toHaveLength(1);
    expect(outcomeOfVitest("unit", undefined, 0).failed).toHaveLength(1);
    expect(outcomeOfVitest("unit", green.slice(0, 20), 137).failed).toEqual(["unit made no report (exit code 137)"]);
  });

  it("fails without tests", () => {
    expect(outcomeOfVitest("unit", report([]), 0).failed).toEqual(["unit ran no test"]);
  });
});

describe("the outcome of a workbench run", () => {
  it("reads counts and names", () => {
    const output = "[ 1.0s] up\nworkbench: skipped: dark theme\nworkbench: 3 passed, 0 failed, 1 skipped\n";
    expect(outcomeOfWorkbench("workbench", output, 0)).toEqual({ passed: 3, failed: [], skipped: ["dark theme"] });
  });

  it("names what the output only counts", () => {
    const outcome = outcomeOfWorkbench("workbench", "workbench: 1 passed, 2 failed, 0 skipped\n", 1);
    expect(outcome.failed).toEqual(["workbench: a test failed", "workbench: a test failed"]);
  });

  it("fails without counts", () => {
    expect(outcomeOfWorkbench("workbench", "server exited\n", 0).failed).toHaveLength(1);
  });

  it("fails without tests", () => {
    const outcome = outcomeOfWorkbench("workbench", "workbench: 0 passed, 0 failed, 0 skipped\n", 0);
    expect(outcome.failed).toEqual(["workbench ran no test"]);
  });
});

describe("the summary", () => {
  const parts = [
    { part: "check", elapsedMs: 1500, ...outcomeOfCommand("check", 0) },
    { part: "unit", elapsedMs: 2000, passed: 5, failed: ["a > b"], skipped: ["c"] },
  ];

  it("ends with the line that sums up", () => {
    expect(summarizeRun(parts).split("\n").slice(-4)).toEqual([
      "failed: unit: a > b",
      "skipped: unit: c",
      "6 passed, 1 failed, 1 skipped",
      "",
    ]);
  });

  it("lets nothing be skipped where CI is set", () => {
    const skipping = [{ part: "unit", elapsedMs: 1, passed: 1, failed: [], skipped: ["c"] }];
    expect(isGreen(skipping, {})).toBe(true);
    expect(isGreen(skipping, { CI: "true" })).toBe(false);
    expect(isGreen(parts, {})).toBe(false);
  });
});
