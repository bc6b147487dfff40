/** The JSON schema of a shape, as editors want it for completion, hovers and checks. */
import * as z from "zod";

export type Schema = Record<string, unknown>;

/** Draft 7 is what VS Code's JSON service knows best. */
export function plainSchema(shape: z.ZodType): Schema {
  const { $schema: _, ...schema } = z.toJSONSchema(shape, {
    target: "draft-7",
    unrepresentable: "any",
    io: "input",
    override: ({ jsonSchema, zodSchema }) => {
      // Zod leaves examples out where a transform follows, as they might be of what comes out of it. Ours never are.
      const examples = z.globalRegistry.get(zodSchema as z.core.$ZodType)?.examples;
      if (examples !== undefined) jsonSchema.examples = examples as unknown[];
      explain(jsonSchema);
    },
  });
  return schema;
}

/** A hover shows a plain description's backticks as they are. */
function explain(schema: { description?: string | undefined; markdownDescription?: unknown }): void {
  const { description } = schema;
  if (!description?.includes("`")) return;
  schema.markdownDescription = description;
  schema.description = description.replaceAll("`", "");
}
