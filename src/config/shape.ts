/**
 * The shape of an endpoint as people write it. The one source of what is checked and of the JSON schema that completes and
 * explains it in the editor; what each protocol takes comes from its own forms.
 */
import * as z from "zod";
import type { Field } from "../model/form.ts";
import { saying } from "../reading/saying.ts";
import type { ProtocolForms } from "./written-endpoint.ts";

const variables =
  "Takes `${env:NAME}`, `${secret:NAME}`, `${input:Prompt}` and `${workspaceFolder}`, filled in when connecting.";

/** A snippet's own placeholders begin with a dollar as well; after `^` the text is inserted as it stands. */
function snippetText(text: string): string {
  return `^"${text.replaceAll("$", "\\$")}"`;
}

const headerValues = z.union([z.string(), z.array(z.string())], saying("This is a text, or a list of texts."));
const headers = z.record(z.string(), headerValues);

const tls = z
  .strictObject({
    ca: z
      .string()
      .optional()
      .meta({ description: `File of authorities to trust as well (PEM). ${variables}` }),
    cert: z
      .string()
      .optional()
      .meta({ description: `File of the client's certificate with its chain (PEM). ${variables}` }),
    key: z
      .string()
      .optional()
      .meta({ description: `File of the certificate's key (PEM). ${variables}` }),
    pfx: z
      .string()
      .optional()
      .meta({ description: `File with certificate and key in one (PKCS#12). ${variables}` }),
    passphrase: z
      .string()
      .optional()
      .meta({ description: `Of the key or the PKCS#12 file. ${variables}`, examples: ["${secret:Client key}"] }),
    insecure: z
      .boolean()
      .optional()
      .meta({ description: "Accept any certificate of the server, with a warning in the timeline." }),
  })
  .meta({ description: "Whom to trust, and as whom to appear. Paths are relative to the workspace folder." });

const token = z
  .strictObject({
    path: z
      .string()
      .meta({ description: "Where it stands in the answer's JSON.", examples: ["$.token", "$.data.access_token"] }),
    header: z.string().optional().meta({ description: "The header that takes it along. Default `Authorization`." }),
    prefix: z
      .string()
      .optional()
      .meta({ description: "Put before it. Default `Bearer `, with its blank, for Authorization." }),
  })
  .meta({ description: "Takes a token out of the answer into a header of the connection." });

const login = z
  .strictObject({
    url: z.string().meta({
      description: `Where the form or the JSON is sent. ${variables}`,
      examples: ["http://localhost:3000/login"],
    }),
    method: z
      .string()
      .optional()
      .meta({ description: "Default POST.", examples: ["POST"] }),
    headers: headers.optional().meta({ description: `Of the login request. ${variables}` }),
    form: z
      .record(z.string(), z.string())
      .optional()
      .meta({
        description: `Fields of the form, as a browser would send them. ${variables}`,
        defaultSnippets: [
          { label: "email and password", body: { email: "$1", password: snippetText("${secret:Password}") } },
        ],
      }),
    json: z
      .unknown()
      .optional()
      .meta({ description: `Sent as application/json. ${variables}` }),
    body: z
      .string()
      .optional()
      .meta({ description: `Sent as it is. ${variables}` }),
    csrf: z
      .union([z.boolean(), z.string()], saying("This is true, false or the address of the page with the form."))
      .optional()
      .meta({
        description:
          "Rails: fetch the page first and send its authenticity_token along. `true` for the page at the login's own address, or the address of another.",
      }),
    token: token.optional(),
  })
  .meta({
    description: "A request that is made before each connecting; its cookies, and a token if wished, go along.",
  });

const group = z.string().optional().meta({ description: "A heading to stand under." });

/** Their values are checked by the protocol's own forms. */
const messageBase = z.strictObject({
  group,
  name: z.string().min(1).meta({ description: "To be found by." }),
  command: z.string().optional(),
  values: z.record(z.string(), z.unknown()),
});
const subscriptionBase = z.union(
  [z.string(), z.strictObject({ group, name: z.string().optional(), values: z.record(z.string(), z.unknown()) })],
  saying("This is a channel as text, or an object with name and values."),
);

export function endpointShape(protocols: readonly ProtocolForms[]) {
  return z.strictObject({
    name: z.string().min(1).meta({ description: "To be found by; unlike the others." }),
    group: z
      .string()
      .optional()
      .meta({ description: "A heading to stand under in the Endpoints view, such as Development." }),
    url: z
      .string()
      .min(1)
      .meta({
        description: `ws, wss, http or https. ${variables}`,
        examples: ["ws://localhost:3000/cable", "http://localhost:3000/events"],
      }),
    protocol: z.enum(protocols.map(({ id }) => id) as [string, ...string[]]).meta({
      description: "What is spoken there.",
      enumDescriptions: protocols.map(({ title }) => title),
    }),
    settings: z.record(z.string(), z.unknown()).optional(),
    headers: headers.optional().meta({
      description: `Sent as given; Origin is the address's own unless it stands here. ${variables}`,
      defaultSnippets: [{ label: "Authorization", body: { Authorization: snippetText("Bearer ${secret:Token}") } }],
    }),
    cookie: z
      .string()
      .optional()
      .meta({
        description: `Cookies to send: \`name=value; name=value\`, or what a browser copied (Cookie or Set-Cookie header, curl command, table of cookies). ${variables}`,
        examples: ["${secret:Cookie}"],
      }),
    login: login.optional(),
    tls: tls.optional(),
    proxy: z
      .string()
      .optional()
      .meta({
        description: `What to go through, or \`none\`. Without it: as VS Code does. ${variables}`,
        examples: ["none", "http://127.0.0.1:8080", "socks5h://127.0.0.1:1080"],
      }),
    subscriptions: z.array(subscriptionBase).optional().meta({ description: "Offered by Subscribe…" }),
    messages: z
      .array(messageBase)
      .optional()
      .meta({ description: "Offered by the composer and by Send Prepared Message…" }),
    followRedirects: z
      .boolean()
      .optional()
      .meta({ description: "Go where a redirect points. Without it: as the protocol's own clients do." }),
    maxPayloadBytes: z
      .int()
      .positive()
      .optional()
      .meta({ description: "Largest WebSocket message taken, in bytes. Default 100 MiB." }),
  });
}

/** What a form's fields may be written as. */
export function valuesShape(fields: readonly Field[]) {
  return z.strictObject(
    Object.fromEntries(
      fields.map((field) => {
        const value = valueShape(field).meta({ description: describeField(field), ...exampleOf(field) });
        return [field.name, field.required === true && field.initial === undefined ? value : value.optional()];
      }),
    ),
  );
}

function valueShape(field: Field): z.ZodType {
  switch (field.type) {
    case "list":
      return z.union([z.string(), z.array(z.string())], saying("This is a text or a list of texts."));
    case "choice":
      return z.enum((field.choices ?? []) as [string, ...string[]]);
    case "json":
      return z.unknown().refine((value) => value !== undefined, { error: `"${field.name}" is missing. Add it.` });
    case "text":
      return z.union([z.string(), z.number()], saying("This is a text or a number."));
    default:
      return z.string();
  }
}

function describeField({ label, help, initial }: Field): string {
  const byDefault = initial ? ` Default ${initial}.` : "";
  return `${label}. ${help ?? ""}${byDefault}`.trim();
}

function exampleOf({ placeholder, type }: Field): { readonly examples?: readonly unknown[] } {
  if (!placeholder) return {};
  if (type === "list") return { examples: [placeholder.split("\n")] };
  return { examples: [type === "json" ? JSON.parse(placeholder) : placeholder] };
}
