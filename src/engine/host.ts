/**
 * Starts the engine in a worker thread and hands out its API: the only file of the engine that others may import.
 * Knows nothing of what the engine does.
 */
import { Worker } from "node:worker_threads";
import { createBirpc } from "birpc";
import type { CaptureLimits, EngineApi, EngineEvents } from "../bridge/engine-api.ts";

/** A call that takes longer is given up; `connect` and `probe` have shorter limits of their own. */
const callTimeoutMs = 30_000;
/** How long `stop` waits for captures to be flushed before it ends the thread. */
const stopTimeoutMs = 3_000;

/** What the worker thread is given. */
export interface EngineData {
  readonly capturesFolder: string;
  readonly limits: CaptureLimits | undefined;
}

export interface HostOptions {
  /** The worker's entry: the bundled `.mjs`, or `src/engine/worker.ts` itself, which Node 24 runs as it is. */
  readonly workerFile: string | URL;
  /** Folder for capture files; made if it is missing. */
  readonly capturesFolder: string;
  /** How large captures may become; see `defaultCaptureLimits`. */
  readonly limits?: CaptureLimits | undefined;
  readonly events: EngineEvents;
  /** The thread ended though nobody stopped it, with all of its sessions. Another engine may be started. */
  readonly onEnded?: ((reason: string) => void) | undefined;
}

export interface EngineHandle {
  /** Calls reject with a sentence when the engine refuses, does not answer within 30 s, or is gone. */
  readonly api: EngineApi;
  /** Closes sessions and captures and ends the thread, within 3 s. Never rejects. */
  stop(): Promise<void>;
}

/** Its thread starts meanwhile. Calls reject after 30 s without an answer, and once the engine is gone; each with a sentence. */
export function startEngine(options: HostOptions): EngineHandle {
  const { events } = options;
  const worker = new Worker(options.workerFile, {
    name: "framescope-engine",
    workerData: { capturesFolder: options.capturesFolder, limits: options.limits } satisfies EngineData,
    // The host's own flags (a debugger's port, a test runner's loader) are not for this thread.
    execArgv: [],
  });
  let gone: Error | undefined;
  let stopping: Promise<void> | undefined;

  const api = createBirpc<EngineApi, EngineEvents>(events, {
    bind: "functions",
    timeout: callTimeoutMs,
    post: (packet) => worker.postMessage(packet),
    on: (receive) => void worker.on("message", receive),
    onRequest: async (_request, next) => {
      if (gone) throw gone;
      return next();
    },
    onTimeoutError: (name) => {
      throw new Error(`The engine did not answer "${name}" within ${callTimeoutMs / 1000} s.`);
    },
  });

  const leave = (reason: string): void => {
    if (gone) return;
    const error = new Error(reason);
    gone = error;
    api.$rejectPendingCalls(({ reject }) => reject(error));
    if (stopping) return;
    options.onEnded?.(reason);
    events.log("error", reason);
  };
  worker.on("error", (error) => leave(`The engine stopped because of a fault of its own: ${error.message}`));
  worker.on("exit", (code) =>
    leave(stopping ? "The engine was stopped." : `The engine ended by itself (code ${code}).`),
  );

  const shutDown = async (): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, stopTimeoutMs);
    });
    const done = api.shutdown().catch(() => undefined);
    await Promise.race([done, limit]);
    clearTimeout(timer);
    await worker.terminate();
  };

  return {
    api,
    stop: () => {
      stopping ??= shutDown();
      return stopping;
    },
  };
}
