/** Starts mock servers for tests: on free ports, with a state folder of their own, stopped when the test ends. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { MockServer, MockServerOptions } from "../../mock-server/mock-server.ts";
import { startMockServer } from "../../mock-server/server.ts";
import type { MockState } from "../../src/model/mock.ts";
import { protocols } from "../../src/protocols/registry.ts";
import { Mailbox } from "./mailbox.ts";

export interface RunningMock extends MockServer {
  readonly states: Mailbox<MockState>;
  readonly logs: Mailbox<string>;
  /** Waits for a state that fits, the present one included. */
  when(fits: (state: MockState) => boolean): Promise<MockState>;
}

export interface TestOptions extends Partial<MockServerOptions> {
  /** Where the server leaves its file. Default: a folder of its own. */
  readonly stateFolder?: string;
}

export async function startMock({ stateFolder = makeFolder(), ...options }: TestOptions = {}): Promise<RunningMock> {
  useStateFolder(stateFolder);
  const states = new Mailbox<MockState>();
  const logs = new Mailbox<string>();
  const mock = await startMockServer({ protocols, onChange: states.put, log: logs.put, ...options });
  onTestFinished(() => mock.stop());
  async function when(fits: (state: MockState) => boolean): Promise<MockState> {
    const present = mock.state();
    return fits(present) ? present : states.takeUntil(fits);
  }
  return { ...mock, states, logs, when };
}

/** Lets mock servers leave their files there until the test ends, so that no test sees what runs on the machine besides. */
export function useStateFolder(folder: string): void {
  const before = process.env.FRAMESCOPE_STATE_DIR;
  process.env.FRAMESCOPE_STATE_DIR = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.FRAMESCOPE_STATE_DIR;
    else process.env.FRAMESCOPE_STATE_DIR = before;
  });
}

/** An empty folder that is gone when the test ends. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "framescope-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
