/** When something is done: by the clock, or each time that something happens. The same words for messages and faults. */
import * as z from "zod";
import { saying } from "../../reading/saying.ts";
import type { Schedule, Trigger } from "../scenario.ts";
import { onlyOne } from "./choice.ts";
import { duration, interval } from "./measures.ts";
import { dataPattern, requestShape, textPattern, withoutGaps } from "./patterns.ts";

const topic = textPattern("The topic's name.");
const action = textPattern("What the client wants done, such as the action of an Action Cable channel.");
const always = z.literal(true);

export const commandNames = {
  topic: topic.optional(),
  action: action.optional(),
  data: dataPattern("What it said.").optional(),
};

const eventNames = ["connect", "subscribe", "publish", "command"] as const;

const events = z
  .strictObject({
    connect: z
      .union([always, requestShape], saying("This is true, or what the request is like."))
      .optional()
      .meta({ description: "A client has connected. `true` for any, or what its request is like." }),
    subscribe: z
      .union([always, topic, z.strictObject({ topic: topic.optional() })], saying("This is true or a topic."))
      .optional()
      .meta({ description: "A client has begun to hear a topic. `true` for any, or the topic's name." }),
    publish: z
      .union(
        [always, topic, z.strictObject({ topic: topic.optional(), data: commandNames.data })],
        saying("This is true, a topic, or an object with topic and data."),
      )
      .optional()
      .meta({
        description: "Something was published, by anybody. `true` for any, the topic's name, or topic and data.",
      }),
    command: z
      .union(
        [always, action, z.strictObject(commandNames)],
        saying("This is true, an action, or an object with topic, action and data."),
      )
      .optional()
      .meta({
        description: "A client said something. `true` for anything, the action's name, or topic, action and data.",
      }),
  })
  .meta({ exclusive: [eventNames] });

const triggerShape = z
  .union(
    [z.enum(eventNames), events],
    saying(`This is one of ${eventNames.join(", ")}, or an object with one of them.`),
  )
  .transform((written, { issues }): Trigger => {
    if (typeof written === "string") return written === "connect" ? { on: "connect", request: {} } : { on: written };
    const name = onlyOne(written, eventNames, issues, "what has to happen");
    return name === undefined ? z.NEVER : triggerOf(name, written);
  })
  .meta({
    description: "What has to happen: connect, subscribe, publish or command.",
    examples: [{ publish: "chat:*" }, { command: "speak" }, "connect"],
  });

function triggerOf(name: (typeof eventNames)[number], written: z.output<typeof events>): Trigger {
  const { connect = true, subscribe = true, publish = true, command = true } = written;
  switch (name) {
    case "connect":
      return { on: name, request: connect === true ? {} : connect };
    case "subscribe":
      return { on: name, ...named("topic", subscribe) };
    case "publish":
      return { on: name, ...named("topic", publish) };
    case "command":
      return { on: name, ...named("action", command) };
  }
}

function named<T extends object>(name: "topic" | "action", written: true | string | T): T | Record<string, string> {
  if (written === true) return {};
  return typeof written === "string" ? { [name]: written } : withoutGaps(written);
}

export const scheduleNames = {
  after: duration.optional().meta({
    description: "So long from the start of the scenario, or of its phase; with `on` from when that happens.",
  }),
  every: interval.optional().meta({ description: "Again and again: `2s`, or `1s..3s`, drawn anew each time." }),
  on: triggerShape.optional().meta({
    description: "Each time that this happens, and not by the clock; with `every` again and again from then on.",
  }),
  phase: z.string().optional().meta({ description: "Only while this phase lasts." }),
};

interface WrittenSchedule {
  readonly after?: number | undefined;
  readonly every?: Schedule["every"];
  readonly on?: Trigger | undefined;
  readonly phase?: string | undefined;
  readonly times?: number | undefined;
}

export function scheduleOf({ after = 0, every, on, phase, times }: WrittenSchedule): Schedule {
  return withoutGaps({ afterMs: after, every, times, trigger: on, phase });
}

export const phaseShape = z
  .union(
    [
      z.string().min(1),
      z.strictObject({
        name: z.string().min(1).meta({ description: "To be referred to by `phase`." }),
        until: z
          .union(
            [
              duration,
              z.strictObject({
                after: duration.optional().meta({ description: "So long after it began." }),
                on: triggerShape.optional(),
              }),
            ],
            saying("This is a duration, or an object with after and on."),
          )
          .optional()
          .meta({
            description: "What ends it: `10s`, or `after`, or `on` something that happens, or whichever comes first.",
            examples: ["10s", { on: { command: "start" } }],
          }),
      }),
    ],
    saying("A phase is a name, or an object with name and until."),
  )
  .transform((written) => {
    if (typeof written === "string") return { name: written };
    const { name, until } = written;
    if (until === undefined) return { name };
    return {
      name,
      until: typeof until === "number" ? { afterMs: until } : withoutGaps({ afterMs: until.after, trigger: until.on }),
    };
  });
