/** In place of the engine in `host.test.ts`: falls over at the first call. */
import { parentPort } from "node:worker_threads";

parentPort?.on("message", () => {
  throw new Error("out of order");
});
