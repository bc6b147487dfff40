/** The JSON schema of the endpoints that people write, for completion, hovers and checks in the editor. Pure. */
import type { CommandForm } from "../model/form.ts";
import { plainSchema, type Schema } from "../reading/json-schema.ts";
import { isSubscription, messageForms } from "./prepared.ts";
import { endpointShape, valuesShape } from "./shape.ts";
import { starterEndpoint } from "./starter.ts";
import type { ProtocolForms } from "./written-endpoint.ts";

/** Of the whole `.vscode/framescope.json`. */
export function fileSchema(protocols: readonly ProtocolForms[]): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Framescope's endpoints",
    type: "object",
    allowComments: true,
    allowTrailingCommas: true,
    additionalProperties: false,
    defaultSnippets: [{ label: "endpoints", body: { endpoints: [starterEndpoint] } }],
    properties: { $schema: { type: "string" }, endpoints: endpointsSchema(protocols) },
  };
}

/** Of the setting `framescope.endpoints`, and of the same list in the file. */
export function endpointsSchema(protocols: readonly ProtocolForms[]): Schema {
  return { type: "array", description: "Endpoints to connect to.", items: endpointSchema(protocols) };
}

function endpointSchema(protocols: readonly ProtocolForms[]): Schema {
  return {
    ...plainSchema(endpointShape(protocols)),
    defaultSnippets: [{ label: "endpoint", description: "A new endpoint", body: starterEndpoint }],
    allOf: protocols.map((protocol) => ({
      if: { properties: { protocol: { const: protocol.id } }, required: ["protocol"] },
      // biome-ignore lint/suspicious/noThenProperty: this is JSON schema's own word.
      then: { properties: protocolProperties(protocol) },
    })),
  };
}

function protocolProperties(protocol: ProtocolForms): Schema {
  const settings = { ...plainSchema(valuesShape(protocol.connectForm)), description: `Settings of ${protocol.title}.` };
  const messages = messageForms(protocol);
  const subscribe = protocol.commandForms.find(isSubscription);
  return {
    settings,
    messages: messages.length === 0 ? emptyList : { items: messageSchema(messages) },
    subscriptions:
      subscribe === undefined ? emptyList : { items: { anyOf: [{ type: "string" }, subscriptionSchema(subscribe)] } },
  };
}

const emptyList: Schema = { maxItems: 0 };

function messageSchema(forms: readonly CommandForm[]): Schema {
  const [first] = forms;
  return {
    properties: {
      command: {
        enum: forms.map(({ kind }) => kind),
        enumDescriptions: forms.map(({ title }) => title),
        description: `What it does. Default ${first?.kind}.`,
      },
    },
    defaultSnippets: forms.map(({ kind, title, fields }) => ({
      label: title,
      body: {
        name: "$1",
        command: kind,
        values: Object.fromEntries(fields.map(({ name }, index) => [name, `$${index + 2}`])),
      },
    })),
    allOf: forms.map(({ kind, fields }, index) => ({
      if: { properties: { command: { const: kind } }, ...(index === 0 ? {} : { required: ["command"] }) },
      // biome-ignore lint/suspicious/noThenProperty: this is JSON schema's own word.
      then: { properties: { values: plainSchema(valuesShape(fields)) } },
    })),
  };
}

function subscriptionSchema({ fields }: CommandForm): Schema {
  return { type: "object", properties: { values: plainSchema(valuesShape(fields)) }, required: ["values"] };
}
