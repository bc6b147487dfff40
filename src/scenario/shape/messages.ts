/** How messages are written that come by themselves, and people who come and go. */
import * as z from "zod";
import type { ScriptedMessage } from "../scenario.ts";
import { onlyOne } from "./choice.ts";
import { count } from "./measures.ts";
import { withoutGaps } from "./patterns.ts";
import { scheduleNames, scheduleOf } from "./schedule.ts";
import { memberShape } from "./topics.ts";

const choices = z.array(z.unknown()).min(1, { error: "There is nothing in this list to choose from." });

const contents = ["data", "oneOf", "inTurn", "join", "leave"] as const;

export const messageShape = z
  .strictObject({
    ...scheduleNames,
    times: count.optional().meta({ description: "How often at most." }),
    to: z
      .string()
      .min(1)
      .meta({ description: "The topic. A template.", examples: ["chat:lobby", "{{ topic }}"] }),
    data: z.unknown().meta({ description: "What is published. A template." }),
    oneOf: choices.optional().meta({ description: "What is published: one of these by chance. Templates." }),
    inTurn: choices
      .optional()
      .meta({ description: "What is published: one of these after the other, and again. Templates." }),
    join: memberShape
      .optional()
      .meta({ description: "Instead of a publication somebody comes: an id, or id and info." }),
    leave: memberShape.optional().meta({ description: "Instead of a publication somebody goes: an id." }),
  })
  .partial({ data: true })
  .transform((written, { issues }): ScriptedMessage => {
    const what = onlyOne(written, contents, issues, "what is sent");
    if (what === undefined) return z.NEVER;
    const { to, data, oneOf, inTurn, join, leave, ...when } = written;
    const member = join ?? leave;
    return withoutGaps({
      ...scheduleOf(when),
      topic: to,
      data: what === "data" ? [data] : (oneOf ?? inTurn ?? []),
      choose: what === "oneOf" ? "byChance" : "inTurn",
      presence: member && { kind: join ? "join" : "leave", member },
    } as const);
  })
  .meta({ exclusive: [contents] });
