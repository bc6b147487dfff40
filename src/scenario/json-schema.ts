/** The JSON schema of scenarios, for completion, hovers and checks in editors that know no more than that. Pure. */
import { isRecord } from "../protocols/kit/json.ts";
import { plainSchema, type Schema } from "../reading/json-schema.ts";
import type { KnownProtocol } from "./name-faults.ts";
import { scenarioShape } from "./shape/scenario.ts";

/** With the protocols under `knownProtocols`, so that an editor needs nothing else to read a scenario. */
export function scenarioSchema(protocols: readonly KnownProtocol[]): Schema {
  const schema = plainSchema(scenarioShape);
  nameKnown(schema, protocols);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "A scenario of Framescope's mock server",
    ...schema,
    knownProtocols: protocols,
  };
}

/** Wherever a protocol, a door or a kind of message may stand, those that there are can be picked. */
function nameKnown(schema: unknown, protocols: readonly KnownProtocol[]): void {
  if (Array.isArray(schema)) for (const item of schema) nameKnown(item, protocols);
  if (!isRecord(schema)) return;
  if (isRecord(schema.properties)) {
    const { protocol, door, kinds } = schema.properties;
    if (isRecord(protocol)) protocol.enum = protocols.map(({ id }) => id);
    if (isRecord(door)) door.examples = unique(protocols.flatMap(({ doors }) => doors));
    if (isRecord(kinds)) kinds.examples = unique(protocols.flatMap(({ kinds = [] }) => kinds)).map((kind) => [kind]);
  }
  for (const inner of Object.values(schema)) nameKnown(inner, protocols);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
