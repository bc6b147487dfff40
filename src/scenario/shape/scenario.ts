/** The whole of a `*.scenario.yaml` as people write it. What it becomes is the scenario that the mock server plays. */
import * as z from "zod";
import type { Scenario } from "../scenario.ts";
import { accessShape } from "./access.ts";
import { faultShape } from "./faults.ts";
import { messageShape } from "./messages.ts";
import { withoutGaps } from "./patterns.ts";
import { replayShape } from "./replay.ts";
import { replyShape } from "./replies.ts";
import { phaseShape } from "./schedule.ts";
import { topicsShape } from "./topics.ts";

export const scenarioShape = z
  .strictObject({
    name: z.string().min(1).optional().meta({ description: "What it is about, for people." }),
    seed: z
      .int({ error: "A seed is a whole number." })
      .optional()
      .meta({ description: "All chance and all made-up data follow from it. Without one each run is another." }),
    state: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: "Values that replies may change: `state.NAME` in templates.", examples: [{ count: 0 }] }),
    topics: topicsShape.optional(),
    access: z.array(accessShape).optional().meta({
      description: "Who may connect, and who may hear what. The first rule that fits decides; who fits none may.",
    }),
    messages: z
      .array(messageShape)
      .optional()
      .meta({ description: "What is published by itself: by the clock, or as something happens." }),
    replies: z.array(replyShape).optional().meta({
      description: "What clients are answered. The first that fits answers; what none fits is answered as ever.",
    }),
    faults: z
      .array(faultShape)
      .optional()
      .meta({ description: "What goes wrong: one verb each, whom it befalls, and when." }),
    phases: z
      .array(phaseShape)
      .optional()
      .meta({ description: "Times that follow each other; what has a `phase` is done only then." }),
    replay: replayShape.optional(),
  })
  .transform((written): Scenario => {
    const { name = "Scenario", seed, state = {}, topics = [], access = [], messages = [] } = written;
    const { replies = [], faults = [], phases = [], replay } = written;
    return withoutGaps({ name, seed, state, topics, access, messages, replies, faults, phases, replay });
  });
