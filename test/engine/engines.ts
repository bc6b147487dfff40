/** Engines in this process, with captures in a folder of their own; shut down after each test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach } from "vitest";
import type { CaptureLimits, EngineApi, SessionSummary } from "../../src/bridge/engine-api.ts";
import { createEngine } from "../../src/engine/engine.ts";
import { startEngine } from "../../src/engine/host.ts";
import type { Endpoint } from "../../src/model/endpoint.ts";
import { Witness } from "./witness.ts";

const ending: (() => Promise<void>)[] = [];

afterEach(async () => {
  // One after another: an engine ends before its folder goes.
  for (const end of ending.splice(0)) await end();
});

export function newCapturesFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "framescope-test-"));
  ending.push(async () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

export interface EngineUnderTest {
  readonly engine: EngineApi;
  readonly witness: Witness;
  readonly folder: string;
}

/** In this thread. */
export function newEngine(folder = newCapturesFolder()): EngineUnderTest {
  const witness = new Witness();
  const engine = createEngine({ capturesFolder: folder, events: witness });
  ending.unshift(() => engine.shutdown());
  return { engine, witness, folder };
}

/** In a worker thread, as the extension has it. */
export function newHostedEngine(workerFile?: URL) {
  const folder = newCapturesFolder();
  const hosted = hostEngine(folder, workerFile);
  ending.unshift(hosted.stop);
  return hosted;
}

/** As `newHostedEngine`, for all tests of a file. The caller stops it. */
export function hostEngine(
  folder: string,
  workerFile = new URL("../../src/engine/worker.ts", import.meta.url),
  limits?: CaptureLimits,
) {
  const witness = new Witness();
  const { promise: ended, resolve: onEnded } = Promise.withResolvers<string>();
  const { api, stop } = startEngine({ workerFile, capturesFolder: folder, limits, events: witness, onEnded });
  return { engine: api, witness, folder, stop, ended };
}

export function endpoint(url: string, protocol: string, settings: Record<string, string> = {}): Endpoint {
  return { id: "test", url, protocol, headers: [], settings };
}

export function chatEndpoint(origin: string): Endpoint {
  return endpoint(`${origin}/cable`, "action-cable", { channels: 'ChatChannel {"room":"lobby"}' });
}

/** Resolves when the session has recorded so many entries. */
export async function recorded(witness: Witness, session: SessionSummary, entries: number): Promise<void> {
  await witness.until(() => (witness.sessions.get(session.id)?.entries ?? 0) >= entries);
}
