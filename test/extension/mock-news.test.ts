/** What a task's terminal tells of the mock server, and what VS Code's problem matcher makes of it. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mockNews } from "../../src/extension/mock/mock-news.ts";
import type { MockScenario, MockState, ScenarioProblem } from "../../src/model/mock.ts";

const { contributes } = JSON.parse(readFileSync("package.json", "utf8"));

function state(scenario?: Partial<MockScenario>, clients: readonly number[] = []): MockState {
  return {
    ...{ running: true, doors: [], topics: [], faults: [] },
    clients: clients.map((id) => ({ id, door: "/cable", address: "127.0.0.1:5", topics: [] }) as never),
    scenario: scenario && { name: "Chat", path: "/app/chat.scenario.yaml", problems: [], ...scenario },
  };
}

const problem: ScenarioProblem = { message: 'There is no "too" here.', severity: "error", line: 3, column: 5 };

describe("the news of a mock server", () => {
  it("are its clients, its phases, and what is played", () => {
    const before = state({ phase: "calm" }, [1, 2]);
    expect(mockNews(before, before)).toEqual([]);
    expect(mockNews(before, state({ phase: "storm" }, [2, 3]))).toEqual([
      "Phase storm begins.",
      "Client 3 came: /cable from 127.0.0.1:5.",
      "Client 1 left.",
    ]);
    expect(mockNews(state(), state({ phase: "calm" }))).toEqual([
      "Reading chat.scenario.yaml",
      "Playing Chat.",
      "Phase calm begins.",
    ]);
    expect(mockNews(state({}), state())).toEqual(["Chat is not played any more."]);
  });

  it("are a bad save and a good one, once each", () => {
    const bad = state({ problems: [problem] });
    expect(mockNews(state({}), bad)).toEqual([
      "Reading chat.scenario.yaml",
      '/app/chat.scenario.yaml:3:5: error: There is no "too" here.',
      "Chat goes on as it was.",
    ]);
    expect(mockNews(bad, bad)).toEqual([]);
    expect(mockNews(bad, state({}))).toEqual(["Reading chat.scenario.yaml", "Playing Chat."]);
  });
});

describe("the problem matcher", () => {
  const [{ background, pattern }] = contributes.problemMatchers;
  const lines = mockNews(state({}), state({ problems: [problem] }));

  it("sees a reading begin and end", () => {
    expect(lines.map((line) => new RegExp(background.beginsPattern).test(line))).toEqual([true, false, false]);
    expect(lines.map((line) => new RegExp(background.endsPattern).test(line))).toEqual([false, false, true]);
    for (const end of ["The mock server listens at http://127.0.0.1:4010.", "Playing Chat."])
      expect(end).toMatch(new RegExp(background.endsPattern));
  });

  it("finds the place of what is wrong", () => {
    const named = contributes.problemPatterns.find(({ name }: { readonly name: string }) => pattern === `$${name}`);
    const found = lines.flatMap((line) => new RegExp(named.regexp).exec(line) ?? []);
    const part = (name: string) => found[named[name]];
    expect(["file", "line", "column", "severity", "message"].map(part)).toEqual([
      ...["/app/chat.scenario.yaml", "3", "5", "error", 'There is no "too" here.'],
    ]);
  });
});
