/** What each order takes, as shapes: whatever comes in is checked against them, from another program or from this one. */
import * as z from "zod";
import { dataPattern, requestShape, textPattern } from "../../src/scenario/shape/patterns.ts";
import { faultShape } from "./fault-shape.ts";
import type { CheckedExpectation } from "./noted-happening.ts";
import type { OrderInputs, OrderName } from "./orders.ts";

/** Coerced, because a path and a query are texts. */
const wholeNumber = z.coerce
  .number()
  .int()
  .refine((number) => number >= 0, "This cannot be less than 0.");

const timeout = wholeNumber.refine((ms) => ms <= 600_000, "An expectation can wait for 10 minutes at most: 600000.");

/** Any JSON value, `null` too, but not nothing. */
const data = z.unknown().refine((value) => value !== undefined, '"data" is missing. Add it: any JSON value, null too.');

const topic = z.string().refine((name) => name !== "", "A publication needs a topic, such as chat:lobby.");
const publication = z.strictObject({ topic, data });
const expectation = z.strictObject({
  on: z.enum(["connect", "subscribe", "unsubscribe", "command", "disconnect"]).optional(),
  client: wholeNumber.optional(),
  door: textPattern("A door's path.").optional(),
  protocol: z.string().optional(),
  topic: textPattern("A topic.").optional(),
  action: textPattern("What is to be done.").optional(),
  data: dataPattern("What was said.").optional(),
  request: requestShape.optional(),
});

const nothing = z.strictObject({});

/** What goes in once it is checked. */
export interface CheckedInputs extends Omit<OrderInputs, "expect"> {
  readonly expect: Omit<OrderInputs["expect"], "expectation"> & { readonly expectation: CheckedExpectation };
}

export const orderShapes: { readonly [Name in OrderName]: z.ZodType<CheckedInputs[Name]> } = {
  state: nothing,
  publish: publication,
  publishMany: z.strictObject({ publications: z.array(publication) }),
  history: z.strictObject({ topic: z.string(), last: wholeNumber.optional() }),
  clients: z.strictObject({ door: z.string().optional(), topic: z.string().optional() }),
  tell: z.strictObject({ client: wholeNumber, topic: z.string().optional(), data }),
  disconnect: z.strictObject({
    client: wholeNumber,
    reason: z.string().optional(),
    reconnect: z.boolean().optional(),
  }),
  close: z.strictObject({ client: wholeNumber, code: z.number(), reason: z.string().optional() }),
  resetClient: z.strictObject({ client: wholeNumber }),
  cut: z.strictObject({ client: wholeNumber }),
  faults: nothing,
  addFault: z.strictObject({ fault: faultShape, forMs: wholeNumber.optional() }),
  removeFault: z.strictObject({ id: z.string() }),
  clearFaults: nothing,
  scenario: nothing,
  play: z.strictObject({ text: z.string(), path: z.string().optional(), seed: z.number().int().optional() }),
  playNothing: nothing,
  happenings: z.strictObject({ after: wholeNumber.optional(), most: wholeNumber.optional() }),
  expect: z.strictObject({
    expectation,
    timeoutMs: timeout.optional(),
    after: wholeNumber.optional(),
    passOver: z.array(wholeNumber).optional(),
  }),
  reset: z.strictObject({ keepConnections: z.boolean().optional() }),
  clock: nothing,
  advance: z.strictObject({ byMs: wholeNumber }),
};
