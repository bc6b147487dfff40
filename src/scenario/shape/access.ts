/** How it is written who may connect and who may hear what. */
import * as z from "zod";
import { saying } from "../../reading/saying.ts";
import type { AccessRule } from "../scenario.ts";
import { onlyOne } from "./choice.ts";
import { dataPattern, normalRequest, requestNames, requestShape, textPattern, withoutGaps } from "./patterns.ts";

const anything = z.literal(true);
const topic = textPattern("The topic's name.");

const subscription = z
  .strictObject({
    topic: topic.optional(),
    params: dataPattern("What the client subscribed with, such as an Action Cable channel's params.").optional(),
    ...requestNames,
  })
  .transform(({ topic, params, ...request }) => ({ topic, params, request: normalRequest(request) }));

const status = z
  .int({ error: "A status is a number from 200 to 599." })
  .min(200, { error: "A status is a number from 200 to 599." })
  .max(599, { error: "A status is a number from 200 to 599." });

const refusal = z
  .union(
    [
      anything,
      status,
      z.string().min(1),
      z.strictObject({
        reason: z.string().optional().meta({ description: "For protocols that tell a reason: `unauthorized`." }),
        status: status
          .optional()
          .meta({ description: "Where a plain HTTP answer refuses. Default 401, or 403 for a topic." }),
        reconnect: z
          .boolean()
          .optional()
          .meta({ description: "What a disconnect message tells the client, where there is one. Default false." }),
      }),
    ],
    saying("This is true, a status, a reason, or an object with reason, status and reconnect."),
  )
  .transform((written) => {
    if (written === true) return {};
    if (typeof written === "number") return { status: written };
    return typeof written === "string" ? { reason: written } : withoutGaps(written);
  })
  .meta({
    description:
      "They may not: `true`, a status such as 403, a reason, or an object with reason, status and reconnect.",
  });

export const accessShape = z
  .strictObject({
    connect: z
      .union([anything, requestShape], saying("This is true, or what the request is like."))
      .optional()
      .meta({ description: "For requests to connect: `true` for all, or what they are like." }),
    subscribe: z
      .union([anything, topic, subscription], saying("This is true, a topic, or an object with topic and params."))
      .optional()
      .meta({
        description:
          "For subscriptions: `true` for all, a topic's name, or topic, params and what the request is like.",
      }),
    unless: requestShape.optional().meta({ description: "Not for requests like this." }),
    refuse: refusal.optional(),
    allow: z
      .literal(true, { error: "This is true, or left out." })
      .optional()
      .meta({ description: "They may, whatever rules come below." }),
  })
  .transform((written, { issues }): AccessRule => {
    const on = onlyOne(written, ["connect", "subscribe"], issues, "what the rule is for");
    const verdict = onlyOne(written, ["refuse", "allow"], issues, "what is decided");
    if (on === undefined || verdict === undefined) return z.NEVER;
    const { unless, refuse } = written;
    return withoutGaps({ on, ...asked(written), unless, allow: verdict === "allow", ...refuse });
  })
  .meta({
    exclusive: [
      ["connect", "subscribe"],
      ["refuse", "allow"],
    ],
  });

type Written = {
  readonly connect?: true | AccessRule["request"] | undefined;
  readonly subscribe?: true | string | z.output<typeof subscription> | undefined;
};

function asked({ connect, subscribe }: Written): Pick<AccessRule, "request" | "topic" | "params"> {
  if (connect !== undefined) return { request: connect === true ? {} : connect };
  if (subscribe === undefined || subscribe === true) return { request: {} };
  return typeof subscribe === "string" ? { request: {}, topic: subscribe } : withoutGaps(subscribe);
}
