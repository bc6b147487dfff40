/**
 * Does what is ordered of a mock server, whether it comes over HTTP or from the same process: checks what goes in, and hands
 * it to whom it concerns. Keeps the log of what clients did, and nothing else.
 */

import { wallClock } from "../../src/clock/clock.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { faultsOf } from "../../src/reading/faults.ts";
import { Expectations } from "./expectations.ts";
import { HappeningLog } from "./happening-log.ts";
import { type Controlled, type OrderHandlers, orderHandlers } from "./order-handlers.ts";
import { type CheckedInputs, orderShapes } from "./order-shapes.ts";
import type { OrderName, OrderOutputs } from "./orders.ts";

export class ControlDesk {
  readonly log: HappeningLog;
  readonly #handlers: OrderHandlers;

  constructor(mock: Controlled) {
    this.log = new HappeningLog(() => mock.clock.now());
    // By real time, also where the sessions' clock is moved by hand: what is waited for comes over real sockets.
    const expectations = new Expectations(this.log, wallClock);
    this.#handlers = orderHandlers(mock, this.log, expectations);
  }

  /** `input` is anything. Rejects with a `MisuseError`: a sentence for each thing that is wrong. */
  async perform<Name extends OrderName>(
    name: Name,
    input: object,
    signal?: AbortSignal | undefined,
  ): Promise<OrderOutputs[Name]> {
    const shape = orderShapes[name];
    const { success, data } = shape.safeParse(input);
    if (!success) {
      const sentences = faultsOf(shape, input).map(({ message }) => message);
      throw new MisuseError("bad-order", sentences.join(" "));
    }
    const handle: (input: CheckedInputs[Name], signal?: AbortSignal) => unknown = this.#handlers[name];
    return (await handle(data, signal)) as OrderOutputs[Name];
  }
}
