/** Whether a busy stream disturbs the thread that hosts the engine: in the editor, all other extensions live there. */
import { type ContenderReport, startPeer, startSender } from "./contender.ts";
import { withTemporaryFolder } from "./temporary-folder.ts";

export interface HostFigures {
  /** Event-loop delay while frames arrive; an idle loop measures about 1 ms. */
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  readonly framesPerSecond: number;
}

const perSecond = 20_000;
const seconds = 15;
/** Fewer frames than that means that the engine fell behind, and the delay would say nothing. */
const leastShare = 0.95;

export function measureHost(): Promise<HostFigures> {
  return withTemporaryFolder(async (folder) => {
    const sender = await startSender();
    const peer = startPeer<ContenderReport>("./contender-host.ts", [sender.url, folder]);
    try {
      await peer.next("ready");
      sender.flood({ frames: perSecond * (seconds + 5), perSecond });
      await sender.next("started");
      peer.tell({ forMs: seconds * 1000 });
      const { measures } = await peer.next("measured");
      const framesPerSecond = Math.round((measures.frames ?? 0) / seconds);
      if (framesPerSecond < perSecond * leastShare)
        throw new Error(`The engine took only ${framesPerSecond} of ${perSecond} frames a second.`);
      if (!measures.windows) throw new Error("No row was ever fetched, so the host had nothing to do.");
      const { delayP99Ms = Number.NaN, delayMaxMs = Number.NaN } = measures;
      return { delayP99Ms, delayMaxMs, framesPerSecond };
    } finally {
      await peer.stop();
      await sender.stop();
    }
  });
}
