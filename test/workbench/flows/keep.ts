/** A capture is saved as a file, and the file opens in a tab of its own with the same timeline. */

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { enterRoom } from "./enter-room.ts";
import type { Flow } from "./flow.ts";

export const keepFlow: Flow = (window, mock) => {
  const timeline = window.timeline();
  const folder = mkdtempSync(path.join(tmpdir(), "framescope-keep-"));
  const saved = path.join(folder, "lobby.framescope");
  return [
    [
      "a live capture is saved as a file",
      async () => {
        await enterRoom(window, mock, "keep");
        await window.run("Publish to Mock Server…");
        await window.asked("Choose a topic");
        await window.choose("chat:keep");
        await window.answer("JSON, or else any text", '{"body":"to be kept"}');
        await timeline.sees("message", "to be kept");
        await window.run("Save Capture As…");
        await window.chooseFile("Save the capture as", "OK", saved);
        await window.notification("Saved lobby.framescope").waitFor();
        await window.screenshot("saved-capture-dark");
        assert.deepEqual(readdirSync(folder), ["lobby.framescope"]);
      },
    ],
    [
      "the file opens in a tab of its own, and says that it is a recording",
      async () => {
        await window.notification("Saved lobby.framescope").getByRole("button", { name: "Open" }).click();
        await window.dismissNotifications();
        await window.tab("lobby.framescope");
        await timeline.sees("message", "to be kept");
        await timeline.statusSays("Recorded");
        await timeline.openDetails("message", "to be kept");
        await window.screenshot("opened-capture-dark");
        await window.useTheme("light");
        await window.screenshot("opened-capture-light");
        await window.useTheme("dark");
        await timeline.filter("kind:message kept");
        await timeline.sees("message", "to be kept");
        rmSync(folder, { recursive: true });
      },
    ],
  ];
};
