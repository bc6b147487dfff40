/** The worker thread's entry: serves one engine to the thread that started it. Knows nothing of VS Code or terminals. */
import { parentPort, workerData } from "node:worker_threads";
import { createBirpc } from "birpc";
import type { EngineApi, EngineEvents } from "../bridge/engine-api.ts";
import { createEngine } from "./engine.ts";
import type { EngineData } from "./host.ts";

const port = parentPort;
if (!port) throw new Error("The engine's worker was started outside a worker thread.");

/** Only `message` and `stack` are sure to survive the way to another thread, and only a plain Error is sure to go. */
function withPlainError(packet: { e?: unknown }): unknown {
  if (packet.e === undefined) return packet;
  return { ...packet, e: new Error(packet.e instanceof Error ? packet.e.message : String(packet.e)) };
}

const { capturesFolder, limits } = workerData as EngineData;

const host = createBirpc<EngineEvents, EngineApi>(
  createEngine({
    capturesFolder,
    limits,
    events: {
      sessionChanged: (session) => void host.sessionChanged(session),
      sessionForgotten: (session) => void host.sessionForgotten(session),
      verdict: (notice) => void host.verdict(notice),
      viewChanged: (state) => void host.viewChanged(state),
      overviewChanged: (tick) => void host.overviewChanged(tick),
      mockChanged: (state) => void host.mockChanged(state),
      transferChanged: (state) => void host.transferChanged(state),
      log: (level, text) => void host.log(level, text),
    },
  }),
  {
    bind: "functions",
    eventNames: [
      "sessionChanged",
      "sessionForgotten",
      "verdict",
      "viewChanged",
      "overviewChanged",
      "mockChanged",
      "transferChanged",
      "log",
    ],
    post: (packet) => port.postMessage(packet),
    on: (receive) => void port.on("message", receive),
    serialize: withPlainError,
  },
);
