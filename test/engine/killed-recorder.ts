/** A process that records one session until it is killed, and tells with each line how many entries it has by then. */
import process from "node:process";
import { createEngine } from "../../src/engine/engine.ts";

const [url = "", capturesFolder = "", captureBytes = "1e9"] = process.argv.slice(2);
const nothing = (): void => {};
const engine = createEngine({
  capturesFolder,
  limits: { captureBytes: Number(captureBytes), totalBytes: 1e12 },
  events: {
    sessionChanged: ({ id, entries }) => process.stdout.write(`${JSON.stringify({ id, entries, at: Date.now() })}\n`),
    sessionForgotten: nothing,
    verdict: nothing,
    viewChanged: nothing,
    overviewChanged: nothing,
    mockChanged: nothing,
    transferChanged: nothing,
    log: nothing,
  },
});
await engine.connect({ id: "test", url, protocol: "websocket", headers: [], settings: {} });
