import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { protocols } from "../../src/protocols/registry.ts";
import { scenarioSchema } from "../../src/scenario/json-schema.ts";
import { knownProtocols } from "../../src/scenario/known-protocols.ts";

const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const schema = JSON.parse(JSON.stringify(scenarioSchema(knownProtocols(protocols))));

it("stands in the repository as it is generated (else: npm run schema)", () => {
  expect(json("src/scenario/scenario.schema.json")).toEqual(schema);
});

it("is what YAML editors are told to apply", () => {
  expect(json("package.json").contributes.yamlValidation).toEqual([
    { fileMatch: ["*.scenario.yaml", "*.scenario.yml"], url: "./dist/scenario.schema.json" },
  ]);
});

/** Every name that may be written, with where it stands. */
function names(node: unknown, at = ""): [string, Record<string, unknown>][] {
  if (typeof node !== "object" || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => [
    ...(key === "properties"
      ? Object.entries(value as Record<string, Record<string, unknown>>).map(
          ([name, inner]): [string, Record<string, unknown>] => [`${at}.${name}`, inner],
        )
      : []),
    ...names(value, key === "properties" ? at : `${at}.${key}`),
  ]);
}

it("explains every name", () => {
  const all = names(schema);
  expect(all.length).toBeGreaterThan(150);
  expect(all.filter(([, { description }]) => !description).map(([name]) => name)).toEqual([]);
});

it("names the protocols, their doors and their messages wherever one may be written", () => {
  const known = knownProtocols(protocols);
  const named = (name: string) => names(schema).filter(([place]) => place.endsWith(`.${name}`));
  expect(named("protocol").length).toBeGreaterThan(3);
  for (const [, { enum: ids }] of named("protocol")) expect(ids).toEqual(known.map(({ id }) => id));
  for (const [, { examples }] of named("door")) expect(examples).toContain("/cable");
  for (const [, { examples }] of named("kinds")) expect(examples).toContainEqual(["welcome"]);
});
