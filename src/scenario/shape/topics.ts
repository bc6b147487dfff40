/** How topics are written: what was published before anybody comes, and who is there already. */
import * as z from "zod";
import { saying } from "../../reading/saying.ts";
import type { PresentMember, ScenarioTopic } from "../scenario.ts";
import { count } from "./measures.ts";

/** One line may stand for many publications. */
const mostCopies = 10_000;

const history = z
  .union(
    [
      z.array(z.unknown()),
      z.strictObject({
        times: count
          .max(mostCopies, { error: `More than ${mostCopies} are too many.` })
          .meta({ description: "How many." }),
        data: z.unknown().meta({ description: "What is published each time. A template." }),
      }),
    ],
    saying("History is a list of what was published, or an object with times and data."),
  )
  .transform((written) =>
    Array.isArray(written) ? written : Array.from({ length: written.times }, () => written.data),
  )
  .meta({
    description:
      "What was published before anybody comes, oldest first: a list, or `times` and the `data` to make so many of. Templates.",
    examples: [{ times: 20, data: { id: "{{ counter.message }}", body: "{{ fake.lorem.sentence }}" } }],
  });

export const memberShape = z
  .union(
    [
      z.string().min(1),
      z.strictObject({
        id: z.string().min(1).meta({ description: "Unlike those of others." }),
        info: z.unknown().optional().meta({ description: "What is told of them. A template." }),
      }),
    ],
    saying("Somebody is written as an id, or as an object with id and info."),
  )
  .transform(
    (written): PresentMember =>
      typeof written === "string" ? { id: written, info: {} } : { id: written.id, info: written.info ?? {} },
  );

const contents = {
  history: history.optional(),
  presence: z.array(memberShape).optional().meta({
    description: "Who is there already, for protocols that tell of presence: ids, or objects with id and info.",
  }),
};

const named = z.strictObject({ name: z.string().min(1).meta({ description: "The topic's name." }), ...contents });

export const topicsShape = z
  .union(
    [
      z.array(
        z.union([z.string().min(1), named], saying("A topic is a name, or an object with name, history and presence.")),
      ),
      z.record(z.string().min(1), z.strictObject(contents).nullable()),
    ],
    saying("Topics are names with history and presence, or a list of names."),
  )
  .transform((written) => (Array.isArray(written) ? written.map(listed) : Object.entries(written).map(keyed)))
  .meta({
    description: "Topics with what is in them before anybody comes. Others come about as soon as somebody uses them.",
  });

type Contents = z.output<z.ZodObject<typeof contents>>;

function listed(written: string | z.output<typeof named>): ScenarioTopic {
  return typeof written === "string" ? topic(written, {}) : topic(written.name, written);
}

function keyed([name, written]: [string, Contents | null]): ScenarioTopic {
  return topic(name, written ?? {});
}

function topic(name: string, { history = [], presence = [] }: Contents): ScenarioTopic {
  return { name, history, presence };
}
