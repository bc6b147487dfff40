/**
 * Writes the JSON schema of the endpoints to where VS Code looks for it: a file of its own for `.vscode/framescope.json`,
 * and the setting in the manifest. A test holds that both are as they would be written now.
 *
 * `npm run schema`
 */
import { readFileSync, writeFileSync } from "node:fs";
import { endpointsSchema, fileSchema } from "../config/json-schema.ts";
import { protocols } from "../protocols/registry.ts";

const setting = "framescope.endpoints";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { properties } = manifest.contributes.configuration;
properties[setting] = { ...properties[setting], ...endpointsSchema(protocols), default: [], scope: "resource" };
writeFileSync("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
writeFileSync("src/config/framescope.schema.json", `${JSON.stringify(fileSchema(protocols), null, 2)}\n`);
