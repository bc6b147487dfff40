/** How smoothly ten million rows scroll, next to a bare page that scrolls rows that are simply there. */
import { percentile } from "../percentile.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";
import { firstPaint, writeCapture } from "./open.ts";
import { type FrameTimes, scrollThrough } from "./page-frames.ts";
import { startRig } from "./rig.ts";

export interface ScrollFigures {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  readonly bareP50Ms: number;
  readonly bareP95Ms: number;
  readonly bareMaxMs: number;
  /** Ours to the bare page. */
  readonly p95Ratio: number;
  /** Share of the frames of small steps that showed a row before its words had come. */
  readonly blankShare: number;
}

const entries = 10_000_000;
const staticRows = 4_000;
const rowPx = 22;

export function measureScroll(): Promise<ScrollFigures> {
  return withTemporaryFolder(async (folder) => {
    const path = await writeCapture(folder, entries);
    const rig = await startRig(folder);
    try {
      const bare = await rig.openBare(barePage());
      const theirs = await scrollThrough(bare, "#list");
      await bare.close();
      const page = await rig.open(await rig.api.openCapture(path));
      await firstPaint(page);
      return compare(await scrollThrough(page, "timeline-app >> row-list >> .scroller"), theirs);
    } finally {
      await rig.stop();
    }
  });
}

function compare(ours: FrameTimes, theirs: FrameTimes): ScrollFigures {
  const p95Ms = percentile(ours.deltas, 0.95);
  const bareP95Ms = percentile(theirs.deltas, 0.95);
  return {
    p50Ms: percentile(ours.deltas, 0.5),
    p95Ms,
    maxMs: Math.max(...ours.deltas),
    bareP50Ms: percentile(theirs.deltas, 0.5),
    bareP95Ms,
    bareMaxMs: Math.max(...theirs.deltas),
    p95Ratio: p95Ms / bareP95Ms,
    blankShare: ours.blankShare,
  };
}

/** Rows of the same height, font and number of cells. */
function barePage(): string {
  const cells = (n: number) =>
    ["number", "14:02:11.123", "+0.4ms", "↓", "message", "ChatChannel 42", "4 208", "214 B", "hello from this row"]
      .map((text) => `<span>${text === "number" ? n : text}</span>`)
      .join("");
  const rows = Array.from({ length: staticRows }, (_, n) => `<div class="row">${cells(n)}</div>`).join("");
  return `<!DOCTYPE html><style>
    body { margin: 0; background: #1f1f1f; color: #ccc; font: 12px/22px "DejaVu Sans Mono", monospace }
    #list { height: 100vh; overflow-y: scroll }
    .row { display: grid; grid-template-columns: repeat(8, 110px) 1fr; height: ${rowPx}px; white-space: nowrap; overflow: hidden }
  </style><div id="list">${rows}</div>`;
}
