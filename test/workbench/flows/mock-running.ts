/** The mock server runs, whichever flow was the first to want it. */
import type { WorkbenchWindow } from "../window.ts";

export async function mockRunning(window: WorkbenchWindow, mock: string): Promise<void> {
  if (!(await window.offers("Start Mock Server"))) return;
  await window.run("Start Mock Server");
  await window.notification(`The mock server runs at http://${mock}`).waitFor();
  await window.dismissNotifications();
}
