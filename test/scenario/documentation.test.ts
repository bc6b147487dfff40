/** The page about the language is right, and leaves nothing out. */
import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { protocols } from "../../src/protocols/registry.ts";
import { fakeNames } from "../../src/scenario/fake-names.ts";
import { scenarioSchema } from "../../src/scenario/json-schema.ts";
import { knownProtocols } from "../../src/scenario/known-protocols.ts";
import { readScenario } from "../../src/scenario/reader.ts";
import { templateNames } from "../../src/scenario/template-faults.ts";

const page = readFileSync("docs/scenarios.md", "utf8");
const blocks = [...page.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, text = ""]) => text);

describe("docs/scenarios.md", () => {
  it("has examples", () => {
    expect(blocks.length).toBeGreaterThan(10);
  });

  test.each(blocks)("reads without a problem:\n%s", (text) => {
    const { scenario, problems } = readScenario(text, knownProtocols(protocols));
    expect(problems).toEqual([]);
    expect(scenario).toBeDefined();
  });

  it("tells of every section, every verb and every name in templates", () => {
    const schema = JSON.parse(JSON.stringify(scenarioSchema([])));
    const { properties } = schema;
    for (const section of Object.keys(properties)) if (section !== "replay") expect(page).toContain(`${section}:`);
    for (const name of Object.keys(properties.faults.items.properties)) expect(page).toMatch(new RegExp(`\\b${name}:`));
    for (const name of [...Object.keys(templateNames), ...Object.keys(fakeNames)])
      expect(page).toMatch(new RegExp(`\`${name}\\b`));
  });
});
