/** The engine for the length of one command: started with captures in a folder of its own, and both gone afterwards. */
import { rmSync } from "node:fs";
import process from "node:process";
import type { EngineApi, EngineEvents } from "../bridge/engine-api.ts";
import { startEngine } from "../engine/host.ts";
import { newCapturesFolder } from "./captures-folder.ts";
import { engineFile } from "./installation.ts";
import { checkNode } from "./node-version.ts";

/**
 * Runs the task; whatever comes of it, the engine is stopped and its captures are deleted. `lost` rejects when the engine
 * ends by itself: whoever waits for a person or a peer must wait for that too. The log does not tell it once more.
 */
export async function withEngine<T>(
  events: Partial<EngineEvents>,
  task: (api: EngineApi, lost: Promise<never>) => Promise<T>,
  workerFile: URL = engineFile,
): Promise<T> {
  checkNode(process.versions.node);
  const capturesFolder = newCapturesFolder();
  // Also when the person did not want to wait for a clean end.
  const remove = () => rmSync(capturesFolder, { recursive: true, force: true });
  process.once("exit", remove);
  let lossReason: string | undefined;
  const { promise: lost, reject: lose } = Promise.withResolvers<never>();
  // A task that never waits is told by its calls.
  lost.catch(() => {});
  const engine = startEngine({
    workerFile,
    capturesFolder,
    onEnded: (reason) => {
      lossReason = reason;
      lose(new Error(reason));
    },
    events: {
      sessionChanged: () => {},
      sessionForgotten: () => {},
      verdict: () => {},
      viewChanged: () => {},
      overviewChanged: () => {},
      mockChanged: () => {},
      transferChanged: () => {},
      ...events,
      log: (level, text) => {
        if (text !== lossReason) events.log?.(level, text);
      },
    },
  });
  try {
    return await task(engine.api, lost);
  } finally {
    await engine.stop();
    remove();
    process.off("exit", remove);
  }
}
