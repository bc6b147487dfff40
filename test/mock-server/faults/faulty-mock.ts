/** Starts mock servers for tests of faults: every strike is kept. */
import type { Fault, FaultStrike } from "../../../src/model/fault.ts";
import { Mailbox } from "../mailbox.ts";
import { type RunningMock, startMock, type TestOptions } from "../running-mock.ts";

export interface FaultyMock extends RunningMock {
  readonly strikes: Mailbox<FaultStrike>;
  /** Asks for it as a person does; returns its id. */
  fault(fault: Fault, forMs?: number): string;
}

export async function startFaulty(options: TestOptions = {}): Promise<FaultyMock> {
  const strikes = new Mailbox<FaultStrike>();
  const mock = await startMock({ onStrike: strikes.put, ...options });
  return { ...mock, strikes, fault: (fault, forMs) => mock.addFault(fault, "person", forMs).id };
}
