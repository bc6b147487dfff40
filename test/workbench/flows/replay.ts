/** From recording to mock: a session becomes a scenario, and the next client hears it again. */
import { enterRoom } from "./enter-room.ts";
import type { Flow } from "./flow.ts";

export const replayFlow: Flow = (window, mock) => {
  const timeline = window.timeline();
  const connect = async () => {
    await enterRoom(window, mock, "replay");
  };
  return [
    [
      "a session is recorded",
      async () => {
        await connect();
        await window.run("Publish to Mock Server…");
        await window.asked("Choose a topic");
        await window.choose("chat:replay");
        await window.answer("JSON, or else any text", '{"from":"ana@example.com","body":"said only once"}');
        await timeline.sees("message", "said only once");
        await window.run("Disconnect");
      },
    ],
    [
      "it becomes a scenario, with what is private masked",
      async () => {
        await window.run("Create Scenario from Capture…");
        await window.asked("goes out as a placeholder");
        await window.screenshot("scenario-masking-dark");
        await window.page.locator(".quick-input-widget:visible .monaco-button", { hasText: "OK" }).click();
        await window.notification("This scenario says again").waitFor();
        await window.page.locator(".monaco-editor .view-line", { hasText: "Made by Framescope" }).first().waitFor();
        await window.screenshot("scenario-of-capture-dark");
      },
    ],
    [
      "it is saved and run, and the next client hears it again",
      async () => {
        await window.notification("This scenario says again").getByRole("button", { name: "Save and Run" }).click();
        await window.page.locator(".statusbar-item", { hasText: "Replay of" }).first().waitFor();
        await window.closeTabs();
        await connect();
        await timeline.sees("message", "said only once");
        await timeline.openDetails("message", "said only once");
        await window.screenshot("scenario-replayed-dark");
      },
    ],
    [
      "a row is copied as a scenario",
      async () => {
        await window.run("Copy Row as Mock Scenario");
        await window.page.locator(".statusbar-item", { hasText: "Copied 1 row as a mock scenario" }).first().waitFor();
        await window.screenshot("scenario-copied-dark");
        await window.dismissNotifications();
        // The flows after this one want the mock server as it is.
        await window.run("Stop Scenario");
      },
    ],
  ];
};
