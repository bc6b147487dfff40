/** Whether the engine's memory depends on how much it has captured. */
import { type ContenderReport, startPeer, startSender } from "./contender.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

export interface MemoryFigures {
  readonly smallMb: number;
  readonly largeMb: number;
  /** From 200 000 frames to 2 000 000, in MB (10^6 bytes) of resident memory. */
  readonly growthMb: number;
}

const smallFrames = 200_000;
const largeFrames = 2_000_000;

export function measureMemory(): Promise<MemoryFigures> {
  return withTemporaryFolder(async (folder) => {
    const sender = await startSender();
    const peer = startPeer<ContenderReport>("./contender-memory.ts", [sender.url, folder], ["--expose-gc"]);
    try {
      await peer.next("ready");
      const measure = async (frames: number, more: number) => {
        sender.flood({ frames: more });
        peer.tell({ frames });
        const { measures } = await peer.next("measured");
        return (measures.rssBytes ?? Number.NaN) / 1e6;
      };
      const smallMb = await measure(smallFrames, smallFrames);
      const largeMb = await measure(largeFrames, largeFrames - smallFrames);
      return { smallMb, largeMb, growthMb: largeMb - smallMb };
    } finally {
      await peer.stop();
      await sender.stop();
    }
  });
}
