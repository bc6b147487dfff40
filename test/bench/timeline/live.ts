/** Whether the timeline stays alive under a flood: how often it shows something newer, and how fast its buttons answer. */
import type { Page } from "playwright-core";
import { startSender } from "../contender.ts";
import { benchEndpoint, subscribed } from "../engine-client.ts";
import { percentile } from "../percentile.ts";
import { withTemporaryFolder } from "../temporary-folder.ts";
import { firstPaint } from "./open.ts";
import { startRig } from "./rig.ts";

export interface LiveFigures {
  /** Times a second that the list showed newer rows than before; at most 20. */
  readonly updatesPerSecond: number;
  /** From the press, as the browser took it, to the frame that shows its effect. */
  readonly buttonP95Ms: number;
  readonly buttonMaxMs: number;
  /** From pressing Disconnect to the last row that still came. */
  readonly rowsStopMs: number;
  readonly framesPerSecond: number;
}

const perSecond = 50_000;
const warmUpMs = 2_000;
const watchMs = 8_000;
const presses = 12;
/** Fewer frames than that means that the engine fell behind, and the figures would flatter. */
const leastShare = 0.95;

export function measureLive(): Promise<LiveFigures> {
  return withTemporaryFolder(async (folder) => {
    const sender = await startSender();
    const rig = await startRig(folder);
    try {
      const session = await rig.api.connect(benchEndpoint(sender.url));
      await subscribed(rig.api);
      const page = await rig.open(session);
      await firstPaint(page);
      sender.flood({ frames: perSecond * 120, perSecond });
      await sender.next("started");
      await pause(warmUpMs);
      const entries = async () => (await rig.api.sessions())[0]?.entries ?? 0;
      const before = await entries();
      const beganAt = performance.now();
      const updates = await countUpdates(page, watchMs);
      const framesPerSecond = ((await entries()) - before) / ((performance.now() - beganAt) / 1000);
      if (framesPerSecond < perSecond * leastShare)
        throw new Error(`The engine took only ${Math.round(framesPerSecond)} of ${perSecond} frames a second.`);
      const answers: number[] = [];
      for (let n = 0; n < presses; n += 1)
        for (const label of ["Fold heartbeats", "Pause", "Follow"]) {
          answers.push(await press(page, label));
          answers.push(await press(page, label));
        }
      return {
        updatesPerSecond: updates / (watchMs / 1000),
        buttonP95Ms: percentile(answers, 0.95),
        buttonMaxMs: Math.max(...answers),
        rowsStopMs: await stop(page),
        framesPerSecond: Math.round(framesPerSecond),
      };
    } finally {
      await sender.stop();
      await rig.stop();
    }
  });
}

/** How often the number of the last row on the screen changed. */
function countUpdates(page: Page, forMs: number): Promise<number> {
  return page.evaluate(async (ms) => {
    const list = document.querySelector("timeline-app")?.shadowRoot?.querySelector("row-list")?.shadowRoot;
    const lastNumber = () =>
      [...(list?.querySelectorAll(".rows > .row:not([hidden]) .number") ?? [])]
        .map(({ textContent }) => Number(textContent?.replaceAll("\u2009", "")))
        .reduce((largest, number) => Math.max(largest, number), 0);
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const endsAt = performance.now() + ms;
    let updates = 0;
    let last = lastNumber();
    while (performance.now() < endsAt) {
      await frame();
      const now = lastNumber();
      if (now !== last) updates += 1;
      last = now;
    }
    return updates;
  }, forMs);
}

/** Presses a toggle with the mouse; ms until it stands the other way and, for the fold, until the rows are the other ones. */
async function press(page: Page, label: string): Promise<number> {
  const button = page.locator(`timeline-toolbar vscode-toolbar-button[title^="${label}"]`);
  const answered = button.evaluate(
    (element, asksEngine) =>
      new Promise<number>((resolve) => {
        const list = document
          .querySelector("timeline-app")
          ?.shadowRoot?.querySelector<Element & { view: string }>("row-list");
        const picture = () => `${element.hasAttribute("checked")}`;
        const rows = () => list?.view;
        const before = [picture(), rows()];
        let pressedAt = 0;
        const onClick = ({ timeStamp }: Event) => {
          pressedAt = timeStamp;
        };
        element.addEventListener("click", onClick, { once: true, capture: true });
        const look = () => {
          const done = pressedAt > 0 && picture() !== before[0] && (!asksEngine || rows() !== before[1]);
          if (done) resolve(performance.now() - pressedAt);
          else requestAnimationFrame(look);
        };
        look();
      }),
    label.startsWith("Fold"),
  );
  await button.click();
  return answered;
}

/** Presses Disconnect; ms until the last row that is still added. */
async function stop(page: Page): Promise<number> {
  const button = page.locator('timeline-toolbar vscode-toolbar-button[title^="Disconnect"]');
  const stopped = button.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const list = document.querySelector("timeline-app")?.shadowRoot?.querySelector("row-list")?.shadowRoot;
        const grid = list?.querySelector(".grid");
        const rows = () => grid?.getAttribute("aria-rowcount");
        const quietMs = 1_000;
        element.addEventListener(
          "click",
          ({ timeStamp }) => {
            let last = rows();
            let changedAt = timeStamp;
            const look = () => {
              const now = performance.now();
              if (rows() !== last) changedAt = now;
              last = rows();
              if (now - changedAt > quietMs) resolve(changedAt - timeStamp);
              else requestAnimationFrame(look);
            };
            look();
          },
          { once: true, capture: true },
        );
      }),
  );
  await button.click();
  return stopped;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
