/** How many frames a second are captured: by us, by the bare floor of the same work, and by a browser's own inspector. */
import { join } from "node:path";
import { type ContenderReport, startPeer, startSender } from "./contender.ts";
import { median } from "./median.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

export interface CaptureFigures {
  readonly framesPerSecond: number;
  readonly floorFramesPerSecond: number;
  /** Ours to the floor. */
  readonly ratio: number;
  /** Absent where there is no Chromium. */
  readonly chromiumFramesPerSecond?: number | undefined;
  readonly ratioToChromium?: number | undefined;
}

const runs = 3;
const frames = 600_000;
/** A browser is an order of magnitude slower: its run would take a minute. */
const framesForChromium = 60_000;

/** Contenders take turns, so that a noisy neighbour on the machine disturbs all alike; the median of each counts. */
export async function measureCapture(chromium: string | undefined): Promise<CaptureFigures> {
  const rates = { floor: [] as number[], engine: [] as number[], chromium: [] as number[] };
  for (let run = 0; run < runs; run++) {
    rates.floor.push(await withTemporaryFolder((folder) => rateOf("floor", frames, join(folder, "floor.db"))));
    rates.engine.push(await withTemporaryFolder((folder) => rateOf("engine", frames, folder)));
    if (chromium) rates.chromium.push(await rateOf("chromium", framesForChromium, chromium));
  }
  const floorFramesPerSecond = Math.round(median(rates.floor));
  const framesPerSecond = Math.round(median(rates.engine));
  const figures = { framesPerSecond, floorFramesPerSecond, ratio: framesPerSecond / floorFramesPerSecond };
  if (!chromium) return figures;
  const chromiumFramesPerSecond = Math.round(median(rates.chromium));
  return { ...figures, chromiumFramesPerSecond, ratioToChromium: framesPerSecond / chromiumFramesPerSecond };
}

/** Frames a second, from the sender's first byte to the contender's last stored frame. */
async function rateOf(contender: "floor" | "engine" | "chromium", count: number, argument: string): Promise<number> {
  const sender = await startSender();
  const peer = startPeer<ContenderReport>(`./contender-${contender}.ts`, [sender.url, String(count), argument]);
  try {
    await peer.next("ready");
    sender.flood({ frames: count });
    const { at: startedAt } = await sender.next("started");
    const { at: doneAt, received } = await peer.next("done");
    if (received < count) throw new Error(`${contender} stored ${received} of ${count} frames.`);
    return count / ((doneAt - startedAt) / 1000);
  } finally {
    await peer.stop();
    await sender.stop();
  }
}
