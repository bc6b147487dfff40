/** In place of the engine in `host.test.ts`: takes calls and never answers. */
import { parentPort } from "node:worker_threads";

parentPort?.on("message", () => {});
