/**
 * How many entries a second go out of a capture into a HAR, and come in again decoded and judged, through the engine in its
 * worker thread; next to `JSON.parse` of the same file, which knows nothing of it yet.
 */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { EngineApi } from "../../../src/bridge/engine-api.ts";
import type { TransferOutcome } from "../../../src/bridge/transfer.ts";
import { startEngine } from "../../../src/engine/host.ts";
import { quietEvents } from "../engine-client.ts";
import { median } from "../median.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";
import { writeCapture } from "./open.ts";

export interface HarFigures {
  readonly exportEntriesPerSecond: number;
  readonly importEntriesPerSecond: number;
  /** `JSON.parse` of the whole file alone. */
  readonly parseEntriesPerSecond: number;
  readonly fileMb: number;
}

const entries = 300_000;
const runs = 3;

export function measureHar(): Promise<HarFigures> {
  return withTemporaryFolder(async (folder) => {
    const capture = await writeCapture(folder, entries);
    const { promise, next } = outcomes();
    const engine = startEngine({
      workerFile: new URL("../../../src/engine/worker.ts", import.meta.url),
      capturesFolder: join(folder, "captures"),
      events: { ...quietEvents, transferChanged: ({ outcome }) => outcome && promise(outcome) },
    });
    try {
      const { id } = await engine.api.openCapture(capture);
      const path = join(folder, "bench.har");
      const exports: number[] = [];
      const imports: number[] = [];
      for (let run = 0; run < runs; run += 1) {
        exports.push(await rateOf(entries, () => exported(engine.api, id, path, next)));
        const started = performance.now();
        const [imported] = await importedFrom(engine.api, path, next);
        imports.push((imported?.entries ?? 0) / ((performance.now() - started) / 1000));
        if (imported) await engine.api.forget(imported.session);
      }
      return {
        exportEntriesPerSecond: median(exports),
        importEntriesPerSecond: median(imports),
        parseEntriesPerSecond: await rateOf(entries, async () => JSON.parse(readFileSync(path, "utf8"))),
        fileMb: statSync(path).size / 1e6,
      };
    } finally {
      await engine.stop();
    }
  });
}

/** Transfers go one after the other here: the outcome that comes is of the one that was begun. */
function outcomes() {
  let settle: (outcome: TransferOutcome) => void = () => {};
  const next = () => new Promise<TransferOutcome>((resolve) => (settle = resolve));
  return { promise: (outcome: TransferOutcome) => settle(outcome), next };
}

async function exported(api: EngineApi, id: string, path: string, next: () => Promise<TransferOutcome>): Promise<void> {
  const over = next();
  await api.exportCapture(id, { format: "har", range: { kind: "all" }, redact: [], path });
  const outcome = await over;
  if (outcome.kind !== "exported") throw new Error(`The export ended with ${JSON.stringify(outcome)}.`);
}

async function importedFrom(api: EngineApi, path: string, next: () => Promise<TransferOutcome>) {
  const over = next();
  await api.importCapture(path);
  const outcome = await over;
  if (outcome.kind !== "imported") throw new Error(`The import ended with ${JSON.stringify(outcome)}.`);
  return outcome.report.captures;
}

async function rateOf(count: number, task: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await task();
  return count / ((performance.now() - started) / 1000);
}
