/** The starters are what people learn the language from: they are right, they are played, and they show what there is. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { protocols } from "../../src/protocols/registry.ts";
import { knownProtocols } from "../../src/scenario/known-protocols.ts";
import { readScenario } from "../../src/scenario/reader.ts";
import type { Scenario, Template } from "../../src/scenario/scenario.ts";
import { Templates } from "../../src/scenario/templates.ts";

const folder = "src/scenario/starters";
const files = readdirSync(folder);
const textOf = (file: string) => readFileSync(`${folder}/${file}`, "utf8");

function read(file: string): Scenario {
  const { scenario, problems } = readScenario(textOf(file), knownProtocols(protocols));
  expect(problems).toEqual([]);
  if (!scenario) throw new Error("not read");
  return scenario;
}

it("there is one for each protocol", () => {
  for (const { id } of protocols) expect(files).toContain(`${id}.scenario.yaml`);
});

function templatesOf({ topics, messages, replies }: Scenario): readonly Template[] {
  return [
    ...topics.flatMap(({ history, presence }) => [history, presence.map(({ info }) => info)]),
    ...messages.flatMap(({ topic, data }) => [topic, data]),
    ...replies.flatMap(({ set, send }) => [set, send.map(({ audience, data }) => [audience, data])]),
  ];
}

describe.each(files)("%s", (file) => {
  it("says in its first line what it is", () => {
    expect(textOf(file).split("\n", 1)[0]).toMatch(/^# [A-Z][^:]+: .+/);
  });

  it("reads without a problem, and has something of everything that matters", () => {
    const scenario = read(file);
    expect(scenario.messages.length).toBeGreaterThan(0);
    expect(scenario.faults.length).toBeGreaterThan(0);
    expect(scenario.seed).toBeDefined();
  });

  it("makes values of all its templates", () => {
    const complaints: string[] = [];
    const templates = new Templates({
      seed: 1,
      now: () => 0,
      complain: (sentence) => complaints.push(sentence),
    });
    const scenario = read(file);
    const context = {
      topic: "t",
      action: "a",
      message: { id: 1, name: "n", body: "b", type: "t" },
      state: scenario.state,
    };
    for (const template of templatesOf(scenario)) {
      const made = JSON.stringify(templates.render(template, context));
      expect(made).not.toMatch(/\{\{|null/);
    }
    expect(complaints).toEqual([]);
  });
});

test("the sections of the language are all shown by some starter, but for recordings", () => {
  const scenarios = files.map(read);
  const shown = (["topics", "access", "messages", "replies", "faults", "phases"] as const).filter((section) =>
    scenarios.some((scenario) => scenario[section].length > 0),
  );
  expect(shown).toHaveLength(6);
});
