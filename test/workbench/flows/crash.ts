/** The extension host is killed while it records: the next window offers what was recorded. */
import type { WorkbenchServer } from "../server.ts";
import { enterRoom } from "./enter-room.ts";
import type { Flow } from "./flow.ts";
import { mockRunning } from "./mock-running.ts";

export function crashFlow(server: WorkbenchServer): Flow {
  return (window, mock) => {
    const timeline = window.timeline();
    return [
      [
        "a recording that breaks off with its window is offered by the next one",
        async () => {
          await mockRunning(window, mock);
          await enterRoom(window, mock, "last-words");
          // What is a second old is in the file.
          await window.page.waitForTimeout(1_500);
          server.killExtensionHosts();
          await window.reload();
          await window.notification("A recording broke off when its window ended").waitFor();
          await window.screenshot("broken-off-dark");
        },
      ],
      [
        "and opens with what it saw",
        async () => {
          await window.notification("A recording broke off").getByRole("button", { name: "Open", exact: true }).click();
          await timeline.statusSays("Recorded");
          await timeline.sees("confirm_subscription", "last-words");
          await window.screenshot("broken-off-opened-dark");
        },
      ],
    ];
  };
}
