/**
 * Writes JSON schemas to where VS Code looks for them: that of the endpoints as a file of its own for
 * `.vscode/framescope.json` and as the setting in the manifest, that of scenarios as a file for YAML editors. Tests hold that
 * they are as they would be written now.
 *
 * `npm run schema`
 */
import { readFileSync, writeFileSync } from "node:fs";
import { endpointsSchema, fileSchema } from "../config/json-schema.ts";
import { protocols } from "../protocols/registry.ts";
import { scenarioSchema } from "../scenario/json-schema.ts";
import { knownProtocols } from "../scenario/known-protocols.ts";

const setting = "framescope.endpoints";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { properties } = manifest.contributes.configuration;
properties[setting] = { ...properties[setting], ...endpointsSchema(protocols), default: [], scope: "resource" };
writeFileSync("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync("src/config/framescope.schema.json", `${JSON.stringify(fileSchema(protocols), null, 2)}\n`);
writeFileSync(
  "src/scenario/scenario.schema.json",
  `${JSON.stringify(scenarioSchema(knownProtocols(protocols)), null, 2)}\n`,
);
