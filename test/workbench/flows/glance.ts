/** The whole of a session at a glance: a server that goes away and comes back, seen in strip, verdicts, channels and charts. */
import assert from "node:assert/strict";
import { enterRoom } from "./enter-room.ts";
import type { Flow } from "./flow.ts";

const reconnectLimitMs = 40_000;

export const glanceFlow: Flow = (window, mock) => {
  const timeline = window.timeline();
  const strip = () => timeline.part("time-strip");
  const inBothThemes = async (name: string): Promise<void> => {
    await window.screenshot(`${name}-dark`);
    await window.useTheme("light");
    await window.screenshot(`${name}-light`);
    await window.useTheme("dark");
  };
  return [
    [
      "a session with messages, whose server goes away and comes back",
      async () => {
        await enterRoom(window, mock, "glance");
        for (const text of ["first", "second", "third"]) {
          await timeline.compose({ Action: "speak", Data: JSON.stringify({ body: text }) });
          await timeline.sees("message", text);
        }
        await window.run("Stop Mock Server");
        await timeline.sees("closed");
        await window.run("Start Mock Server");
        await window.notification("The mock server runs").waitFor();
        await window.dismissNotifications();
        await timeline.comesToSee(reconnectLimitMs, "blind");
      },
    ],
    [
      "the strip shows the blind window, says how long it was, and goes to its row",
      async () => {
        await strip().locator("g.blind rect").hover({ force: true });
        await strip().locator(".tip", { hasText: "Blind window" }).waitFor();
        await inBothThemes("glance-strip");
        await strip().locator("g.blind rect").click({ force: true });
        await timeline.part(".row.selected .kind", "blind window").waitFor();
      },
    ],
    [
      "the toolbar's chip lists the verdicts, and each is explained",
      async () => {
        await timeline.part("timeline-toolbar .verdicts").click();
        await timeline.part("verdicts-panel [role=option]", "without").first().click();
        await timeline.part("verdicts-panel verdict-card", "Fetch the current state again").waitFor();
        await inBothThemes("glance-verdicts");
      },
    ],
    [
      "what it means stands on a page",
      async () => {
        await timeline.part("verdicts-panel verdict-card").getByRole("button", { name: "What this means" }).click();
        await window.page.locator(".tab", { hasText: "Preview blindWindow.md" }).waitFor();
        const preview = window.page.locator("iframe.webview.ready").last().contentFrame();
        await preview
          .locator("iframe#active-frame")
          .contentFrame()
          .getByRole("heading", { name: "What it means" })
          .waitFor();
        await inBothThemes("glance-docs");
        await window.page.locator(".tab", { hasText: "Preview blindWindow.md" }).click({ button: "middle" });
      },
    ],
    [
      "channels have their counts, and charts their lines",
      async () => {
        await window.tab("/cable");
        await window.run("Show Channels");
        await timeline.part("channels-panel tbody tr", "glance").waitFor();
        await inBothThemes("glance-channels");
        await window.run("Show Charts");
        await timeline.part("charts-panel canvas").first().waitFor();
        await inBothThemes("glance-charts");
      },
    ],
    [
      "dragging over the strip filters by time, a double click takes it away",
      async () => {
        const box = await strip().locator(".track").boundingBox();
        assert.ok(box, "the strip is to be seen");
        await window.page.mouse.move(box.x + box.width * 0.5, box.y + 12);
        await window.page.mouse.down();
        await window.page.mouse.move(box.x + box.width, box.y + 12, { steps: 5 });
        await window.page.mouse.up();
        await strip().locator(".brush").waitFor();
        await timeline.sees("ping");
        await window.screenshot("glance-brushed-dark");
        await strip()
          .locator(".track")
          .dblclick({ position: { x: 4, y: 2 } });
        await strip().locator(".brush").waitFor({ state: "detached" });
        await window.run("Disconnect");
      },
    ],
  ];
};
