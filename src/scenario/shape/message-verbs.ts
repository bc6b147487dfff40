/** Verbs of the faults that touch the server's messages, one by one. Each makes the action of what is written after it. */
import * as z from "zod";
import { saying } from "../../reading/saying.ts";
import { count, duration, size } from "./measures.ts";
import { withoutGaps } from "./patterns.ts";

const yes = z.literal(true);

export const messageVerbs = {
  delay: z
    .union(
      [
        duration,
        z.strictObject({
          by: duration.meta({ description: "So long." }),
          jitter: duration.optional().meta({ description: "Drawn anew for each, up to so much on top." }),
        }),
      ],
      saying("This is a duration, or an object with by and jitter."),
    )
    .transform((written) =>
      typeof written === "number"
        ? { kind: "delay" as const, byMs: written }
        : withoutGaps({ kind: "delay" as const, byMs: written.by, jitterMs: written.jitter }),
    )
    .meta({ description: "Messages come late, in order.", examples: ["300ms", { by: "300ms", jitter: "100ms" }] }),
  throttle: size
    .transform((bytesPerSecond) => ({ kind: "throttle" as const, bytesPerSecond }))
    .meta({ description: "No more than so much a second.", examples: ["20kB"] }),
  drop: yes
    .transform(() => ({ kind: "drop" as const }))
    .meta({ description: "Messages never come. With `to: { kinds: [ping] }` pings are withheld." }),
  duplicate: countOr(1, "copies")
    .transform((copies) => ({ kind: "duplicate" as const, copies }))
    .meta({ description: "Messages come again, right behind: `true` once, or so often." }),
  reorder: z
    .union(
      [yes, count.min(2, { error: "It takes two to change places." })],
      saying("This is true, or how many change places."),
    )
    .transform((among) => ({ kind: "reorder" as const, among: among === true ? 2 : among }))
    .meta({ description: "So many messages are held, and then come in another order. `true` for 2." }),
  corrupt: countOr(1, "bytes")
    .transform((bytes) => ({ kind: "corrupt" as const, bytes }))
    .meta({ description: "So many bytes of a message are changed. `true` for one." }),
  truncate: z
    .int({ error: "This is how many bytes stay." })
    .min(0, { error: "This is how many bytes stay." })
    .transform((keepBytes) => ({ kind: "truncate" as const, keepBytes }))
    .meta({ description: "Only so many bytes of a message come." }),
  split: countOr(1, "bytes")
    .transform((bytes) => ({ kind: "split" as const, bytes }))
    .meta({ description: "Cut on the wire at every so many bytes, within characters and frame headers too." }),
  fragment: count
    .transform((bytes) => ({ kind: "fragment" as const, bytes }))
    .meta({ description: "Sent as WebSocket fragments of so many bytes." }),
  oversize: size
    .transform((toBytes) => ({ kind: "oversize" as const, toBytes }))
    .meta({ description: "Messages grow to so many bytes.", examples: ["2MB"] }),
  buffer: z
    .union(
      [
        yes,
        z.strictObject({
          until: size.optional().meta({ description: "Until so many bytes wait." }),
          for: duration.optional().meta({ description: "Or so long has passed." }),
          gzip: z.boolean().optional().meta({ description: "The body is compressed as well." }),
        }),
      ],
      saying("This is true, or an object with until, for and gzip."),
    )
    .transform((written) => {
      const { until, for: forMs, gzip } = written === true ? { until: 4096 } : written;
      return withoutGaps({ kind: "buffer" as const, untilBytes: until, forMs, gzip });
    })
    .meta({ description: "As a buffering proxy does: nothing goes out until so much waits. `true` for 4 KiB." }),
};

function countOr(one: number, what: string) {
  return z
    .union([yes, count], saying(`This is true, or how many ${what}.`))
    .transform((written) => (written === true ? one : written));
}
