import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { endpointsSchema, fileSchema } from "../../src/config/json-schema.ts";
import { protocols } from "../../src/protocols/registry.ts";

const json = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const plain = (value: unknown) => JSON.parse(JSON.stringify(value));

it("stands in the repository as it is generated (else: npm run schema)", () => {
  expect(json("src/config/framescope.schema.json")).toEqual(plain(fileSchema(protocols)));
  expect(json("package.json").contributes.configuration.properties["framescope.endpoints"]).toMatchObject(
    plain(endpointsSchema(protocols)),
  );
});

it("explains every name, and completes what every protocol takes", () => {
  const { items } = plain(endpointsSchema(protocols));
  const nameless = Object.entries<Record<string, unknown>>(items.properties).filter(
    ([name, { description }]) => !description && name !== "settings",
  );
  expect(nameless).toEqual([]);
  for (const { id, connectForm, commandForms } of protocols) {
    const { then } = items.allOf.find(
      (rule: { if: { properties: { protocol: { const: string } } } }) => rule.if.properties.protocol.const === id,
    );
    expect(Object.keys(then.properties.settings.properties)).toEqual(connectForm.map(({ name }) => name));
    for (const { description } of Object.values<{ description?: string }>(then.properties.settings.properties))
      expect(description).toBeTruthy();
    const sent = commandForms.map(({ kind }) => kind).filter((kind) => kind !== "subscribe" && kind !== "unsubscribe");
    if (sent.length > 0) expect(then.properties.messages.items.properties.command.enum).toEqual(sent);
    else expect(then.properties.messages).toEqual({ maxItems: 0 });
  }
});

it("is what the manifest applies to the file", () => {
  const { jsonValidation, languages } = json("package.json").contributes;
  expect(jsonValidation).toEqual([{ fileMatch: ".vscode/framescope.json", url: "./dist/framescope.schema.json" }]);
  expect(languages).toEqual([{ id: "jsonc", filenamePatterns: ["**/.vscode/framescope.json"] }]);
});
