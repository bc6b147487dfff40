/** How it is written what clients are answered. */
import * as z from "zod";
import { saying } from "../../reading/saying.ts";
import type { Reply, ReplyPart } from "../scenario.ts";
import { duration } from "./measures.ts";
import { textPattern, withoutGaps } from "./patterns.ts";
import { commandNames } from "./schedule.ts";

const part = z
  .strictObject({
    to: z
      .string()
      .min(1)
      .optional()
      .meta({
        description:
          "`sender`: only who asked, which is the default. `topic`: all who hear the topic it was said on. Else another topic's name. A template.",
        examples: ["sender", "topic", "chat:{{ message.room }}"],
      }),
    after: duration.optional().meta({ description: "So long after it was said." }),
    data: z.unknown().meta({ description: "A template: `message` is what the client said." }),
  })
  .transform(({ to = "sender", after = 0, data }): ReplyPart => {
    return { audience: to === "sender" || to === "topic" ? to : { topic: to }, afterMs: after, data };
  });

const asked = z
  .union(
    [z.literal(true), textPattern("The action."), z.strictObject(commandNames)],
    saying("This is an action, or an object with topic, action and data."),
  )
  .transform((written): Reply["to"] => {
    if (written === true) return { on: "command" };
    return typeof written === "string"
      ? { on: "command", action: written }
      : { on: "command", ...withoutGaps(written) };
  });

export const replyShape = z
  .strictObject({
    to: asked.optional().meta({
      description: "What is answered: an action's name, or topic, action and data. Without it: anything.",
      examples: ["speak", { topic: "chat:*", action: "speak" }],
    }),
    when: z
      .string()
      .optional()
      .meta({ description: "Only where this is true, such as `state.count > 3`.", examples: ["state.open"] }),
    phase: z.string().optional().meta({ description: "Only while this phase lasts." }),
    set: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: "New values of `state`, before anything is sent. Templates." }),
    send: z
      .union([part, z.array(part)], saying("This is an answer with to, after and data, or a list of them."))
      .optional()
      .meta({ description: "What is sent. One answer, or a list of them. Without it nothing is." }),
    passOn: z.boolean().optional().meta({
      description: "What the mock would have done with it without this reply is done as well. Default false.",
    }),
  })
  .transform(({ to, send, set = {}, passOn = false, when, phase }): Reply => {
    return withoutGaps({ to: to ?? { on: "command" as const }, when, phase, send: [send ?? []].flat(), set, passOn });
  });
