/** Finds the mock servers that this user runs, and publishes to them. For the terminal: starts nothing, needs no socket library. */
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { text } from "node:stream/consumers";
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
  let answer: Answer;
  try {
    answer = await ask(mock, "POST", PUBLISH_PATH, body);
  } catch {
    throw new Error(`The mock server at ${mock.origin} does not answer; it may have been stopped.`);
  }
  const told = JSON.parse(answer.text) as Published & { readonly error?: string };
  if (answer.status !== 200)
    throw new Error(`The mock server at ${mock.origin} refused: ${told.error ?? `status ${answer.status}`}`);
  return told;
}

/** A process of that number may be another one by now, and its port may be somebody else's: only an answer counts. */
async function isRunning(mock: RunningMock): Promise<boolean> {
  if (!isAlive(mock.pid)) return false;
  try {
    return (await ask(mock, "GET", STATE_PATH)).status === 200;
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

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** Not by `fetch`, which cannot be told to trust the one certificate that this mock server made for itself. */
function ask(mock: RunningMock, method: string, path: string, body?: string): Promise<Answer> {
  const { certificate, origin, token } = mock;
  const options = {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  };
  return new Promise((resolve, reject) => {
    const answered = (response: IncomingMessage) => {
      text(response).then((told) => resolve({ status: response.statusCode ?? 0, text: told }), reject);
    };
    const request =
      certificate === undefined
        ? httpRequest(origin + path, options, answered)
        : httpsRequest(origin + path, { ...options, ca: certificate }, answered);
    request.on("error", reject);
    request.end(body);
  });
}
