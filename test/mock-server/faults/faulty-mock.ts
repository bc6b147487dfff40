/** Starts mock servers for tests of faults: every strike is kept. */
import type { Fault, FaultStrike } from "../../../src/model/fault.ts";
import type { MockState } from "../../../src/model/mock.ts";
import { Mailbox } from "../mailbox.ts";
import { type RunningMock, startMock, type TestOptions } from "../running-mock.ts";

export interface FaultyMock extends RunningMock {
  readonly strikes: Mailbox<FaultStrike>;
  /** Asks for it as a person does; returns its id. */
  fault(fault: Fault, forMs?: number): string;
}

/** Looks again and again, since notices of changes come by the mock's clock, which may stand still. */
async function until(mock: RunningMock, fits: (state: MockState) => boolean): Promise<MockState> {
  for (;;) {
    const state = mock.state();
    if (fits(state)) return state;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export async function startFaulty(options: TestOptions = {}): Promise<FaultyMock> {
  const strikes = new Mailbox<FaultStrike>();
  const mock = await startMock({ onStrike: strikes.put, ...options });
  return {
    ...mock,
    strikes,
    when: (fits) => until(mock, fits),
    fault: (fault, forMs) => mock.addFault(fault, "person", forMs).id,
  };
}
