/** How long a finished capture takes to open, from asking for it to its first rows on the screen, at two lengths. */
import { join } from "node:path";
import type { Page } from "playwright-core";
import { type ContenderReport, startPeer } from "../contender.ts";
import { median } from "../median.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";
import { type Rig, startRig } from "./rig.ts";

export interface OpenFigures {
  readonly firstPaintMs1M: number;
  readonly firstPaintMs10M: number;
  /** Resident memory of the process with host and engine after the longer one was opened and read through, over the shorter. */
  readonly hostGrowthMb: number;
  /** The page's JavaScript heap, the same way. */
  readonly pageGrowthMb: number;
}

const runs = 3;
const short = 1_000_000;
const long = 10_000_000;

export function measureOpen(): Promise<OpenFigures> {
  return withTemporaryFolder(async (folder) => {
    const rig = await startRig(folder);
    try {
      const atShort = await openings(rig, await writeCapture(folder, short));
      const atLong = await openings(rig, await writeCapture(folder, long));
      return {
        firstPaintMs1M: atShort.firstPaintMs,
        firstPaintMs10M: atLong.firstPaintMs,
        hostGrowthMb: atLong.hostMb - atShort.hostMb,
        pageGrowthMb: atLong.pageMb - atShort.pageMb,
      };
    } finally {
      await rig.stop();
    }
  });
}

/** Written in a process of its own, so that its memory does not count. */
export async function writeCapture(folder: string, entries: number): Promise<string> {
  const path = join(folder, `${entries}.framescope`);
  const writer = startPeer<ContenderReport>("./timeline/big-capture.ts", [path, String(entries)]);
  try {
    await writer.next("done");
  } finally {
    await writer.stop();
  }
  return path;
}

/** Resolves when the first rows have been drawn, with the moment of that frame, ms since the epoch. */
export async function firstPaint(page: Page): Promise<number> {
  await page.locator("row-list .rows > .row:not([hidden]):not(.waiting)").first().waitFor({ state: "attached" });
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
      }),
  );
}

async function openings(rig: Rig, path: string) {
  const times: number[] = [];
  let pageMb = 0;
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.timeOrigin + performance.now();
    const session = await rig.api.openCapture(path);
    const page = await rig.open(session);
    times.push((await firstPaint(page)) - startedAt);
    pageMb = (await heapBytes(page)) / 1e6;
    await page.close();
    await rig.api.forget(session.id);
  }
  return { firstPaintMs: median(times), hostMb: process.memoryUsage().rss / 1e6, pageMb };
}

async function heapBytes(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  await devtools.detach();
  return usedSize;
}
