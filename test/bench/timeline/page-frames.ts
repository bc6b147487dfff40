/** Scrolls a list frame by frame, in the page, and tells how long each frame took. The same for ours and for a bare one. */
import type { Page } from "playwright-core";

export interface FrameTimes {
  /** From one frame to the next, ms. */
  readonly deltas: readonly number[];
  /** Share of the frames of small steps in which a row that should have been seen had not come yet. */
  readonly blankShare: number;
}

/** In CSS px a frame: a fast flick of a wheel. */
const flickPx = 66;
const flickFrames = 240;
const sweepFrames = 240;

/** At the top, in the middle and at the end by small steps, and once from the first to the last row. */
export async function scrollThrough(page: Page, scroller: string): Promise<FrameTimes> {
  return page.evaluate(
    async ({ selector, flickPx, flickFrames, sweepFrames }) => {
      const find = (path: string): Element => {
        const steps = path.split(" >> ");
        const root = steps
          .slice(0, -1)
          .reduce<ParentNode | null | undefined>((node, step) => node?.querySelector(step)?.shadowRoot, document);
        const found = root?.querySelector(steps.at(-1) ?? "");
        if (!found) throw new Error(`There is no ${path}.`);
        return found;
      };
      const scroller = find(selector);
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
      const deltas: number[] = [];
      let blank = 0;
      let last = await frame();
      const step = async (top: number): Promise<void> => {
        scroller.scrollTop = top;
        const at = await frame();
        deltas.push(at - last);
        last = at;
      };
      const end = scroller.scrollHeight - scroller.clientHeight;
      const flick = Math.min(flickPx, end / flickFrames / 2);
      for (const start of [0, end / 2, end - flick * flickFrames])
        for (let n = 0; n < flickFrames; n += 1) {
          await step(start + n * flick);
          // The first frame at another place cannot know what is there.
          if (n > 0 && scroller.querySelector(".row.waiting:not([hidden])")) blank += 1;
        }
      for (let n = 0; n <= sweepFrames; n += 1) await step((end * n) / sweepFrames);
      return { deltas, blankShare: blank / (3 * (flickFrames - 1)) };
    },
    { selector: scroller, flickPx, flickFrames, sweepFrames },
  );
}
