/** Finds the mock servers that this user runs, and publishes to them. For the terminal: starts nothing, needs no socket library. */
import { PUBLISH_PATH, STATE_PATH } from "./control-paths.ts";
import { type RunningMock, readMockFiles, removeMockFile, stateFolder } from "./mock-files.ts";

const TIMEOUT_MS = 5_000;

export interface Published {
  readonly subscribers: number;
  readonly offset: number;
}

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
export async function publishTo(mock: RunningMock, topic: string, data: unknown): Promise<Published> {
  const body = JSON.stringify({ topic, data: data ?? null });
  let response: Response;
  try {
    response = await ask(mock, PUBLISH_PATH, { method: "POST", body });
  } catch {
    throw new Error(`The mock server at ${mock.origin} does not answer; it may have been stopped.`);
  }
  const answer = (await response.json()) as Published & { readonly error?: string };
  if (!response.ok)
    throw new Error(`The mock server at ${mock.origin} refused: ${answer.error ?? response.statusText}`);
  return answer;
}

/** A process of that number may be another one by now, and its port may be somebody else's: only an answer counts. */
async function isRunning(mock: RunningMock): Promise<boolean> {
  if (!isAlive(mock.pid)) return false;
  try {
    const response = await ask(mock, STATE_PATH, { method: "GET" });
    await response.body?.cancel();
    return response.ok;
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

function ask(mock: RunningMock, path: string, init: RequestInit): Promise<Response> {
  return fetch(mock.origin + path, {
    ...init,
    headers: { Authorization: `Bearer ${mock.token}`, "Content-Type": "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
}
