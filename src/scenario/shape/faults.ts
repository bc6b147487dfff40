/** How faults are written: a verb, whom it befalls, and when. */
import * as z from "zod";
import { saying } from "../../reading/saying.ts";
import type { ScriptedFault } from "../scenario.ts";
import { onlyOne, refuseName } from "./choice.ts";
import { verbs } from "./fault-verbs.ts";
import { count, duration, share } from "./measures.ts";
import { textPattern, withoutGaps } from "./patterns.ts";
import { scheduleNames, scheduleOf } from "./schedule.ts";

type Verb = keyof typeof verbs;

const verbNames = Object.keys(verbs) as Verb[];

/** These befall at once, and do not last: there is nothing that could be over after a while. */
const momentary: readonly Verb[] = ["evict", "trim", "renewEpoch", "jump"];

const scope = z
  .union(
    [
      z.string().min(1),
      z.strictObject({
        door: z.string().optional().meta({ description: "The path of a door, such as `/cable`." }),
        protocol: z.string().optional().meta({ description: "A protocol's id. Protocols may share a door." }),
        topic: textPattern("A topic's name.").optional(),
        kinds: z
          .union([z.string(), z.array(z.string())], saying("This is a kind of message, or a list of kinds."))
          .transform((written) => [written].flat())
          .optional()
          .meta({
            description:
              "Kinds of messages of the server, as the timeline shows them: `welcome`, `ping`, `confirm_subscription`.",
          }),
        client: count.optional().meta({ description: "The number of one client." }),
      }),
    ],
    saying("This is a door such as /cable, a topic, or an object with door, protocol, topic, kinds and client."),
  )
  .transform((written) => {
    if (typeof written !== "string") return withoutGaps(written);
    return written.startsWith("/") ? { door: written } : { topic: written };
  })
  .meta({
    description: "What is touched; without it everything is. A door such as `/cable`, a topic, or an object.",
    examples: ["/cable", "chat:*", { kinds: ["ping"] }],
  });

const optionalVerbs = Object.fromEntries(Object.entries(verbs).map(([name, shape]) => [name, shape.optional()])) as {
  [V in Verb]: z.ZodOptional<(typeof verbs)[V]>;
};

export const faultShape = z
  .strictObject({
    ...optionalVerbs,
    to: scope.optional(),
    share: share.optional().meta({
      description: "Of the messages that are touched, or of the connections where the fault is about connecting.",
    }),
    times: count.optional().meta({
      description: "It is over after it has struck so often; with `every` or `on`: it is done so often.",
    }),
    ...scheduleNames,
    for: duration.optional().meta({ description: "How long it lasts. Without it: for ever, or as long as its phase." }),
    name: z.string().min(1).optional().meta({ description: "To be found by in views and on the timeline." }),
  })
  .transform((written, { issues }): ScriptedFault => {
    const verb = onlyOne(written, verbNames, issues, "what goes wrong");
    if (verb === undefined) return z.NEVER;
    if (written.for !== undefined && momentary.includes(verb))
      refuseName(issues, written, "for", `"${verb}" befalls at once and does not last. Remove "for".`);
    const { to, share, name, times, for: forMs, ...when } = written;
    const isRepeated = when.every !== undefined || when.on !== undefined;
    const does = written[verb] as ScriptedFault["fault"]["does"];
    return withoutGaps({
      ...scheduleOf({ ...when, times: isRepeated ? times : undefined }),
      fault: withoutGaps({ ...to, share, times: isRepeated ? undefined : times, name, does }),
      forMs,
    });
  })
  .meta({ exclusive: [verbNames] });
