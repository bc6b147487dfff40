/**
 * A thread that hosts the engine's worker as the extension host does: it is told of changes and fetches the newest rows
 * for a timeline. Told a duration, it measures its own event loop's delay meanwhile.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import process from "node:process";
import type { ViewState } from "../../src/bridge/rows.ts";
import { startEngine } from "../../src/engine/host.ts";
import type { ContenderReport } from "./contender.ts";
import { benchEndpoint, quietEvents, subscribed } from "./engine-client.ts";

const [url = "", capturesFolder = ""] = process.argv.slice(2);
const rowsOnScreen = 60;
const report = (message: ContenderReport) => process.send?.(message);

let fetching = false;
let windows = 0;
async function fetchNewest(state: ViewState): Promise<void> {
  if (fetching) return;
  fetching = true;
  await api.rows(state.view, Math.max(0, state.rows - rowsOnScreen), rowsOnScreen);
  windows++;
  fetching = false;
}

const { api } = startEngine({
  workerFile: new URL("../../src/engine/worker.ts", import.meta.url),
  capturesFolder,
  events: { ...quietEvents, viewChanged: (state) => void fetchNewest(state) },
});
const { id } = await api.connect(benchEndpoint(url));
await api.openView(id, { filter: "", foldHeartbeats: true });
const before = await subscribed(api);
report({ kind: "ready" });

process.on("message", ({ forMs }: { readonly forMs: number }) => {
  // At a resolution of 1 ms an idle loop shows about 1.1 ms: that much of the delay is the measurement itself.
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  setTimeout(async () => {
    delay.disable();
    const [session] = await api.sessions();
    const measures = {
      delayP99Ms: delay.percentile(99) / 1e6,
      delayMaxMs: delay.max / 1e6,
      frames: (session?.entries ?? 0) - before,
      windows,
    };
    report({ kind: "measured", measures });
  }, forMs);
});
process.on("disconnect", () => process.exit(0));
