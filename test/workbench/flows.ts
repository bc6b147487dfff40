/** What a person goes through, from the palette to the verdict, in one window. Each step is a test. */
import { openBrowser } from "./browser.ts";
import type { Report } from "./report.ts";
import { startServer } from "./server.ts";
import { WorkbenchWindow } from "./window.ts";

export type Step = readonly [name: string, act: (window: WorkbenchWindow) => Promise<void>];

const views: readonly Step[] = [
  [
    "views: say what to do while there is nothing",
    async (window) => {
      await window.showViews();
      await window.screenshot("views-empty-dark");
    },
  ],
];

export async function runFlows(report: Report): Promise<void> {
  const server = await startServer({ withExtension: true });
  const browser = await openBrowser();
  try {
    const window = await WorkbenchWindow.open(browser.context, server);
    for (const flow of [views]) await runFlow(report, window, flow);
  } catch (error) {
    report.fail("the workbench opens", error);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Steps build on each other: after one that failed the rest of its flow says nothing. */
async function runFlow(report: Report, window: WorkbenchWindow, flow: readonly Step[]): Promise<void> {
  let isBroken = false;
  for (const [name, act] of flow) {
    if (isBroken) {
      report.skip(name);
      continue;
    }
    try {
      await act(window);
      report.pass(name);
    } catch (error) {
      isBroken = true;
      report.fail(name, error);
      await window.screenshot(`failed-${name.replace(/\W+/g, "-")}`);
    }
  }
}
