/**
 * Finds the mock servers that this user runs, and publishes to them. For the terminal: starts nothing, needs no socket
 * library.
 */
import { askMock } from "./control/asking.ts";
import type { Published } from "./control/orders.ts";
import { type RunningMock, readMockFiles, removeMockFile, stateFolder } from "./mock-files.ts";

/** The mock servers that answer, the newest first. Files left behind by dead ones are removed on the way. */
export async function findMocks(): Promise<readonly RunningMock[]> {
  const files = await readMockFiles(stateFolder(process.env, process.platform));
  const checked = await Promise.all(
    files.map(async ({ file, mock }) => {
      if (await isRunning(mock)) return [mock];
      await removeMockFile(file);
      return [];
    }),
  );
  return checked.flat();
}

/** Rejects with a sentence for the person. */
export function publishTo(mock: RunningMock, topic: string, data: unknown): Promise<Published> {
  return askMock(mock, "publish", { topic, data: data ?? null });
}

/** A process of that number may be another one by now, and its port may be somebody else's: only an answer counts. */
async function isRunning(mock: RunningMock): Promise<boolean> {
  if (!isAlive(mock.pid)) return false;
  try {
    return (await askMock(mock, "state", {})).running;
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not allowed to signal it, so it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
