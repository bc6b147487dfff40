/**
 * How a running mock server is found by other programs of the same user: one file each, which nobody else can read,
 * with its address and the token for its control endpoint.
 */
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

export interface RunningMock {
  readonly pid: number;
  readonly port: number;
  /** Such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly token: string;
  /** PEM, where the mock server speaks TLS: its own, which nobody else vouches for. */
  readonly certificate?: string | undefined;
  /** ms since the epoch. */
  readonly startedAt: number;
}

/**
 * `FRAMESCOPE_STATE_DIR` if it is set; else `framescope` in what the platform has for state: `%LOCALAPPDATA%`,
 * `$XDG_STATE_HOME` (ignored unless absolute, as the XDG base directory specification says) or `~/.local/state`.
 */
export function stateFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (env.FRAMESCOPE_STATE_DIR) return env.FRAMESCOPE_STATE_DIR;
  if (platform === "win32") return join(env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "framescope");
  const stateHome = env.XDG_STATE_HOME;
  return join(stateHome && isAbsolute(stateHome) ? stateHome : join(homedir(), ".local", "state"), "framescope");
}

/**
 * Lets other programs find the mock server of this process, until the function that comes back is called. Where the file
 * cannot be written the mock server just cannot be found, which is told to the log.
 */
export async function registerMock(
  mock: Omit<RunningMock, "pid">,
  log: (text: string) => void,
): Promise<() => Promise<void>> {
  const folder = stateFolder(process.env, process.platform);
  const file = join(folder, `mock-${process.pid}-${mock.port}.json`);
  try {
    await writePrivately(folder, file, JSON.stringify({ pid: process.pid, ...mock } satisfies RunningMock));
  } catch (error) {
    log(`Other programs cannot find this mock server: ${error instanceof Error ? error.message : error}.`);
  }
  return () => removeMockFile(file);
}

async function writePrivately(folder: string, file: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The folder may be older than this program, and `mkdir` leaves the mode of what exists alone.
  await chmod(folder, 0o700);
  const draft = `${file}.draft`;
  await rm(draft, { force: true });
  await writeFile(draft, text, { mode: 0o600, flag: "wx" });
  // Renamed into place, so that a reader never sees half of it.
  await rename(draft, file);
}

/** A file that cannot be removed stays: whoever looks for mock servers finds out that nothing answers there. */
export async function removeMockFile(file: string): Promise<void> {
  await rm(file, { force: true }).catch(() => undefined);
}

/** Every mock server that has left a file, newest first; some may not run any more. Files that make no sense are left out. */
export async function readMockFiles(
  folder: string,
): Promise<readonly { readonly file: string; readonly mock: RunningMock }[]> {
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /^mock-\d+-\d+\.json$/.test(name)).map((name) => join(folder, name));
  const found = await Promise.all(files.map(async (file) => ({ file, mock: await readMock(file) })));
  return found
    .flatMap(({ file, mock }) => (mock ? [{ file, mock }] : []))
    .sort((a, b) => b.mock.startedAt - a.mock.startedAt);
}

async function readMock(file: string): Promise<RunningMock | undefined> {
  try {
    const mock = JSON.parse(await readFile(file, "utf8"));
    return isRunningMock(mock) ? mock : undefined;
  } catch {
    return undefined;
  }
}

function isRunningMock(value: unknown): value is RunningMock {
  if (typeof value !== "object" || value === null) return false;
  const { pid, port, origin, token, startedAt } = value as Record<string, unknown>;
  return [pid, port, startedAt].every(Number.isFinite) && typeof origin === "string" && typeof token === "string";
}
