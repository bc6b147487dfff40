/**
 * Framescope's engine as its users run it: in a worker thread, an Action Cable session, a capture in SQLite. One process,
 * one run; it reports when the subscription is confirmed and when every frame is stored.
 */
import process from "node:process";
import { startEngine } from "../../src/engine/host.ts";
import type { ContenderReport } from "./contender.ts";
import { benchEndpoint, quietEvents, subscribed } from "./engine-client.ts";

const [url = "", count = "", capturesFolder = ""] = process.argv.slice(2);
const pollEveryMs = 5;
const now = () => performance.timeOrigin + performance.now();
const report = (message: ContenderReport) => process.send?.(message);

const { api } = startEngine({
  workerFile: new URL("../../src/engine/worker.ts", import.meta.url),
  capturesFolder,
  events: quietEvents,
});
const { id } = await api.connect(benchEndpoint(url));
const before = await subscribed(api);
report({ kind: "ready" });

const wanted = before + Number(count);
for (;;) {
  const [session] = await api.sessions();
  if (session && session.entries >= wanted) break;
  await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
}
// Reading the newest row makes the engine write what still waits for its batch.
const view = await api.openView(id, { filter: "", foldHeartbeats: false });
await api.rows(view.view, view.rows - 1, 1);
report({ kind: "done", at: now(), received: view.entries - before });
process.disconnect();
process.exit(0);
