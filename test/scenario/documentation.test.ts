/** The page about the language leaves nothing out; that its examples are right, `test/docs/snippets.test.ts` holds. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fakeNames } from "../../src/scenario/fake-names.ts";
import { scenarioSchema } from "../../src/scenario/json-schema.ts";
import { templateNames } from "../../src/scenario/template-faults.ts";

const page = readFileSync("docs/scenarios.md", "utf8");

describe("docs/scenarios.md", () => {
  it("tells of every section, every verb and every name in templates", () => {
    const schema = JSON.parse(JSON.stringify(scenarioSchema([])));
    const { properties } = schema;
    for (const section of Object.keys(properties)) if (section !== "replay") expect(page).toContain(`${section}:`);
    for (const name of Object.keys(properties.faults.items.properties)) expect(page).toMatch(new RegExp(`\\b${name}:`));
    for (const name of [...Object.keys(templateNames), ...Object.keys(fakeNames)])
      expect(page).toMatch(new RegExp(`\`${name}\\b`));
  });
});
