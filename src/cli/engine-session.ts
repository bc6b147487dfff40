/** The engine for the length of one command: started with captures in a folder of its own, and both gone afterwards. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { EngineApi, EngineEvents } from "../bridge/engine-api.ts";
import { startEngine } from "../engine/host.ts";
import { engineFile } from "./installation.ts";

/** Runs the task; whatever comes of it, the engine is stopped and its captures are deleted. */
export async function withEngine<T>(events: Partial<EngineEvents>, task: (api: EngineApi) => Promise<T>): Promise<T> {
  const capturesFolder = mkdtempSync(join(tmpdir(), "framescope-"));
  // Also when the person did not want to wait for a clean end.
  const remove = () => rmSync(capturesFolder, { recursive: true, force: true });
  process.once("exit", remove);
  const engine = startEngine({
    workerFile: engineFile,
    capturesFolder,
    events: {
      sessionChanged: () => {},
      sessionForgotten: () => {},
      verdict: () => {},
      viewChanged: () => {},
      mockChanged: () => {},
      log: () => {},
      ...events,
    },
  });
  try {
    return await task(engine.api);
  } finally {
    await engine.stop();
    remove();
    process.off("exit", remove);
  }
}
