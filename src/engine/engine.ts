/** The engine's one door: puts sessions, views, captures and the mock server together behind `EngineApi`. */
import type { EngineApi, EngineEvents } from "../bridge/engine-api.ts";

export interface EngineOptions {
  /** Folder for capture files; made if it is missing. */
  readonly capturesFolder: string;
  readonly events: EngineEvents;
}

export function createEngine(options: EngineOptions): EngineApi {
  const later = (): Promise<never> =>
    Promise.reject(new Error(`The engine in ${options.capturesFolder} cannot do this yet.`));
  return {
    protocols: () => Promise.resolve([]),
    probe: later,
    connect: later,
    command: later,
    forget: later,
    sessions: () => Promise.resolve([]),
    openView: later,
    setView: later,
    closeView: later,
    rows: later,
    indexOf: later,
    details: later,
    payloadText: later,
    clear: later,
    startMock: later,
    stopMock: later,
    mockState: () => Promise.resolve({ running: false, doors: [], topics: [], clients: [] }),
    publish: later,
    mockCommand: later,
    shutdown: () => Promise.resolve(),
  };
}
