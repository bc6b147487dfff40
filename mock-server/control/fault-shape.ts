/** A fault as another program writes it: names and kinds of values. What makes sense of it, the faults themselves say. */
import * as z from "zod";
import type { Fault, FaultAction } from "../../src/model/fault.ts";

const headers = z.array(z.tuple([z.string(), z.string()]));
const number = z.number();
const text = z.string();

/** What each kind takes besides. */
const actions = {
  answer: { status: number, headers: headers.optional(), body: text.optional() },
  subprotocol: { name: text },
  contentType: { value: text },
  slowHead: { byMs: number },
  delay: { byMs: number, jitterMs: number.optional() },
  throttle: { bytesPerSecond: number },
  drop: {},
  duplicate: { copies: number },
  reorder: { among: number },
  corrupt: { bytes: number },
  truncate: { keepBytes: number },
  split: { bytes: number },
  fragment: { bytes: number },
  oversize: { toBytes: number },
  buffer: { untilBytes: number.optional(), forMs: number.optional(), gzip: z.boolean().optional() },
  close: { code: number, reason: text.optional() },
  reset: {},
  cut: {},
  silent: {},
  disconnect: { reason: text.optional(), reconnect: z.boolean().optional() },
  reject: {},
  evict: {},
  trim: { keep: number },
  renewEpoch: {},
  jump: { by: number },
} as const satisfies Readonly<Record<FaultAction["kind"], Readonly<Record<string, z.ZodType>>>>;

const kinds = Object.keys(actions);
const shapes = Object.entries(actions).map(([kind, members]) => z.strictObject({ kind: z.literal(kind), ...members }));
const [first, ...others] = shapes as [(typeof shapes)[0], ...typeof shapes];

const noKind = `A fault's "does" needs a "kind": one of ${kinds.join(", ")}.`;

const actionShape = z.discriminatedUnion("kind", [first, ...others], {
  error: ({ code }) => (code === "invalid_union" ? noKind : undefined),
}) as unknown as z.ZodType<FaultAction>;

const scope = {
  name: text.optional(),
  door: text.optional(),
  protocol: text.optional(),
  client: number.optional(),
  topic: text.optional(),
  kinds: z.array(text).optional(),
  share: number.optional(),
  times: number.optional(),
};

export const faultShape: z.ZodType<Fault> = z.strictObject({ ...scope, does: actionShape });
