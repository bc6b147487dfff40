/** How patterns are written: for texts, for data and for requests. */
import * as z from "zod";
import { isRecord } from "../../protocols/kit/json.ts";
import { faultsOf } from "../../reading/faults.ts";
import { saying } from "../../reading/saying.ts";
import type { DataPattern, RequestPattern } from "../scenario.ts";
import { faultOfSchema } from "../schema-test.ts";
import { faultOfRegex, faultOfText } from "../text-pattern.ts";
import { faultsOfWhere } from "../where.ts";

const patternHelp = "`*` stands for any characters; `/…/i` is a regular expression.";

function checkedText(written: string | number | boolean, { issues }: z.core.ParsePayload): string {
  const text = String(written);
  const fault = faultOfText(text);
  if (fault !== undefined) issues.push({ code: "custom", message: fault, input: written });
  return text;
}

export function textPattern(description: string) {
  return z
    .union([z.string(), z.number()], saying("This is a text."))
    .transform(checkedText)
    .meta({ description: `${description} ${patternHelp}` });
}

const value = z
  .union([z.string(), z.number(), z.boolean()], saying("This is a text."))
  .transform(checkedText)
  .meta({ description: patternHelp });

function values(description: string) {
  return z.record(z.string(), value).optional().meta({ description });
}

const like =
  "The value has all of this: members and items by themselves, texts as patterns. Alone it may be left out: what stands here is then what the value has.";
const fullPattern = z.strictObject({
  like: z.unknown().meta({ description: like }),
  where: z
    .string()
    .optional()
    .meta({
      description: 'Tests of JSON paths: `$.user.id = 42`, `$.body ~ "hello"`, `$.a or -$.b`.',
      examples: ["$.user.id = 42"],
    }),
  regex: z
    .string()
    .optional()
    .meta({
      description: "A regular expression for the value's JSON text, or for a text as it is.",
      examples: ["/^hi/i"],
    }),
  schema: z.unknown().meta({ description: "A JSON Schema that the value fits." }),
});

const patternNames = Object.keys(fullPattern.shape);

/** Either with the names of a pattern, or just what the value is to be like. */
export function dataPattern(description: string) {
  return z
    .unknown()
    .transform((written, { issues }): DataPattern => {
      if (!isRecord(written) || !patternNames.some((name) => Object.hasOwn(written, name))) return { like: written };
      for (const { message, path, isName } of faultsOf(fullPattern.partial(), written))
        issues.push({ code: "custom", message, path: [...path], params: { isName }, input: written });
      for (const [name, message] of meaningFaults(written))
        issues.push({ code: "custom", message, path: [name], input: written });
      return written as DataPattern;
    })
    .meta({
      description: `${description} An object or a text to be like, or one of like, where, regex and schema.`,
      properties: {
        like: { description: like },
        where: { type: "string", description: "Tests of JSON paths: $.user.id = 42" },
        regex: { type: "string", description: "A regular expression for the value's JSON text." },
        schema: { description: "A JSON Schema that the value fits." },
      },
    });
}

function meaningFaults({ where, regex, schema }: Record<string, unknown>): readonly (readonly [string, string])[] {
  const found: [string, string][] = [];
  if (typeof where === "string")
    found.push(...faultsOfWhere(where).map(({ message }): [string, string] => ["where", message]));
  const ofRegex = typeof regex === "string" ? faultOfRegex(regex) : undefined;
  if (ofRegex !== undefined) found.push(["regex", ofRegex]);
  const ofSchema = schema === undefined ? undefined : faultOfSchema(schema);
  if (ofSchema !== undefined) found.push(["schema", ofSchema]);
  return found;
}

export const requestNames = {
  door: textPattern("The path of the door, such as `/cable`.").optional(),
  protocol: z.string().optional().meta({ description: "A protocol's id. Protocols may share a door." }),
  origin: textPattern("The Origin header.").optional(),
  query: values("Of the address: names with patterns for their values."),
  cookies: values("Names with patterns for their values."),
  headers: values("Names, in any case, with patterns for their values."),
  token: dataPattern(
    "Claims of the JSON Web Token in `?jid=`, `?token=` or `Authorization`. Its signature is not checked.",
  ).optional(),
};

export const requestShape = z.strictObject(requestNames).transform(normalRequest);

export type WrittenRequest = z.output<z.ZodObject<typeof requestNames>>;

export function normalRequest({ origin, headers, ...rest }: WrittenRequest): RequestPattern {
  return withoutGaps({ ...rest, headers: origin === undefined ? headers : { ...headers, origin } });
}

/** What was left out is not there at all, so that what is read and what is made by hand are equal. */
export function withoutGaps<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}
