/**
 * The engine alone in a process of its own, so that all memory is its own and its garbage can be collected on demand
 * (run with --expose-gc). Told a count, it waits until so many frames are stored and reports the process's memory then.
 * A view with the timeline's own options is open, as in the editor.
 */
import process from "node:process";
import { createEngine } from "../../src/engine/engine.ts";
import type { ContenderReport } from "./contender.ts";
import { benchEndpoint, quietEvents, subscribed } from "./engine-client.ts";

const [url = "", capturesFolder = ""] = process.argv.slice(2);
const settleMs = 500;
const report = (message: ContenderReport) => process.send?.(message);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const api = createEngine({ capturesFolder, events: quietEvents });
const { id } = await api.connect(benchEndpoint(url));
await api.openView(id, { filter: "", foldHeartbeats: true });
const before = await subscribed(api);
report({ kind: "ready" });

async function measure(frames: number): Promise<void> {
  for (;;) {
    const [session] = await api.sessions();
    if (session && session.entries - before >= frames) break;
    await pause(20);
  }
  for (let round = 0; round < 3; round++) {
    await pause(settleMs);
    globalThis.gc?.();
  }
  report({ kind: "measured", measures: { rssBytes: process.memoryUsage().rss } });
}

process.on("message", ({ frames }: { readonly frames: number }) => void measure(frames));
process.on("disconnect", () => process.exit(0));
