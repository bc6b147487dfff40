/** Goes through the flows as one person would: most in one window, and then those that need a workbench of their own. */

import { freePort } from "../free-port.ts";
import { openBrowser } from "./browser.ts";
import { actionCableFlow } from "./flows/action-cable.ts";
import { configFlow } from "./flows/config.ts";
import { crashFlow } from "./flows/crash.ts";
import { detailsFlow } from "./flows/details.ts";
import { endpointsFlow } from "./flows/endpoints.ts";
import { eventsFlow } from "./flows/events.ts";
import { failuresFlow } from "./flows/failures.ts";
import { filterFlow } from "./flows/filter.ts";
import { firstLookFlow } from "./flows/first-look.ts";
import type { Flow } from "./flows/flow.ts";
import { glanceFlow } from "./flows/glance.ts";
import { keepFlow } from "./flows/keep.ts";
import { mockViewFlow } from "./flows/mock-view.ts";
import { otherDoorsFlow } from "./flows/other-doors.ts";
import { reloadFlow } from "./flows/reload.ts";
import { replayFlow } from "./flows/replay.ts";
import { routesFlow } from "./flows/routes.ts";
import { scenariosFlow } from "./flows/scenarios.ts";
import { shareFlow } from "./flows/share.ts";
import { trustFlow } from "./flows/trust.ts";
import { webSocketFlow } from "./flows/websocket.ts";
import { startLeadingProxy } from "./leading-proxy.ts";
import type { Report } from "./report.ts";
import { type ServerOptions, startServer, type WorkbenchServer } from "./server.ts";
import { WorkbenchWindow } from "./window.ts";

const complaintsShown = 8;

/** In this order; each later one needs the mock server that the first one starts. */
const flows: Readonly<Record<string, Flow>> = {
  "first-look": firstLookFlow,
  "action-cable": actionCableFlow,
  events: eventsFlow,
  websocket: webSocketFlow,
  "other-doors": otherDoorsFlow,
  failures: failuresFlow,
  routes: routesFlow,
  endpoints: endpointsFlow,
  reload: reloadFlow,
  config: configFlow,
  glance: glanceFlow,
  share: shareFlow,
  replay: replayFlow,
  keep: keepFlow,
  details: detailsFlow,
  filter: filterFlow,
  scenarios: scenariosFlow,
};

/**
 * Where the workspace is not trusted, where the extension host does not live to the end, and where nobody else may be
 * connected: sessions outlive their tabs.
 */
const apart = (server: WorkbenchServer): Readonly<Record<string, Flow>> => ({
  trust: trustFlow,
  crash: crashFlow(server),
  "mock-view": mockViewFlow,
});

/** These find their tabs by titles that those of others have as well; the flows before them are through with theirs. */
const inEmptyWindow = new Set([
  "config",
  "glance",
  "share",
  "replay",
  "keep",
  "details",
  "filter",
  "mock-view",
  "scenarios",
]);

/** All flows, or the first and those that are named. */
export async function runFlows(report: Report, names: readonly string[]): Promise<void> {
  const isWanted = (name: string) => names.length === 0 || names.includes(name);
  await inWorkbench(report, {}, async (window, mock, server) => {
    const wanted = Object.entries(flows).filter(([name]) => name === "first-look" || isWanted(name));
    for (const [name, flow] of wanted) await goThrough(report, window, name, flow(window, mock, server.workspace));
  });
  if (!["trust", "crash", "mock-view"].some(isWanted)) return;
  await inWorkbench(report, { withTrust: true }, async (window, mock, server) => {
    // The others work in the workspace that the first one comes to trust.
    const wanted = Object.entries(apart(server)).filter(([name]) => name === "trust" || isWanted(name));
    for (const [name, flow] of wanted) await goThrough(report, window, name, flow(window, mock, server.workspace));
  });
}

async function inWorkbench(
  report: Report,
  options: Pick<ServerOptions, "withTrust">,
  act: (window: WorkbenchWindow, mock: string, server: WorkbenchServer) => Promise<void>,
): Promise<void> {
  // The mock server is stopped and started again, and a client has to find it where it was.
  const mockPort = await freePort();
  // Hosts of this machine are reached without it.
  const proxy = await startLeadingProxy(() => mockPort);
  const settings = { "framescope.mock.port": mockPort, "http.proxy": proxy.url };
  const server = await startServer({ ...options, withExtension: true, settings });
  const browser = await openBrowser();
  try {
    await act(await WorkbenchWindow.open(browser.context, server), `127.0.0.1:${mockPort}`, server);
  } catch (error) {
    report.fail("the workbench opens", error);
  } finally {
    await browser.close();
    await server.stop();
    proxy.stop();
  }
}

/** Steps build on each other: after one that failed the rest of its flow would say nothing. */
async function goThrough(
  report: Report,
  window: WorkbenchWindow,
  flow: string,
  steps: ReturnType<Flow>,
): Promise<void> {
  if (inEmptyWindow.has(flow)) await window.closeTabs();
  let isBroken = false;
  for (const [name, act] of steps) {
    if (isBroken) {
      report.skip(name);
      continue;
    }
    try {
      await act();
      report.pass(name);
    } catch (error) {
      isBroken = true;
      report.fail(name, error);
      for (const complaint of window.complaints.slice(-complaintsShown))
        report.note(`      ${complaint.slice(0, 300)}`);
      for (const frame of await window.frames()) report.note(`      ${frame}`);
      await window.screenshot(`failed-${name.replace(/\W+/g, "-")}`);
      await window.escape();
    }
  }
}
