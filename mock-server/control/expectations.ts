/**
 * Waits until a client does what somebody expects, or the time is over: then it says what came nearest. Looks at what was
 * done before as well, so that nobody has to be quick.
 */

import type { Clock } from "../../src/clock/clock.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { conditionsOf } from "./conditions.ts";
import type { HappeningLog } from "./happening-log.ts";
import { nothingLikeIt } from "./nearest.ts";
import type { NotedHappening } from "./noted-happening.ts";
import type { CheckedInputs } from "./order-shapes.ts";

const defaultTimeoutMs = 5_000;

export class Expectations {
  readonly #log: HappeningLog;
  readonly #clock: Pick<Clock, "schedule">;

  constructor(log: HappeningLog, clock: Pick<Clock, "schedule">) {
    this.#log = log;
    this.#clock = clock;
  }

  /**
   * Rejects with a `MisuseError` (`not-met`) at the end of the time, or when the signal is aborted.
   */
  async met(asked: CheckedInputs["expect"], signal?: AbortSignal | undefined): Promise<NotedHappening> {
    const { expectation, timeoutMs = defaultTimeoutMs, after = 0, passOver = [] } = asked;
    const conditions = conditionsOf(expectation);
    const passed = new Set(passOver);
    const isMet = (noted: NotedHappening) =>
      noted.number > after && !passed.has(noted.number) && conditions.every(({ holds }) => holds(noted));
    const before = this.#log.since(after).find(isMet);
    if (before) return before;
    return new Promise((resolve, reject) => {
      const end = (): void => {
        stopListening();
        callOff();
        signal?.removeEventListener("abort", abandon);
      };
      const fail = (text: string): void => {
        end();
        reject(new MisuseError("not-met", text));
      };
      const abandon = (): void => fail("Nobody waits for it any more.");
      const stopListening = this.#log.onAdded((noted) => {
        if (!isMet(noted)) return;
        end();
        resolve(noted);
      });
      const callOff = this.#clock.schedule(timeoutMs, () => {
        const came = this.#log.since(after).filter(({ number }) => !passed.has(number));
        fail(nothingLikeIt(conditions, came, timeoutMs));
      });
      signal?.addEventListener("abort", abandon);
    });
  }
}
