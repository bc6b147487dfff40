/** A window that is reloaded: the tab comes back, says that its session is over, and connects again. */
import assert from "node:assert/strict";
import type { Flow } from "./flow.ts";

/** The workbench writes down which tabs are open every five seconds; a reload before that forgets them. */
const tabsWrittenMs = 6_000;

export const reloadFlow: Flow = (window) => [
  [
    "after a reload the tab says that its session is over",
    async () => {
      await window.page.waitForTimeout(tabsWrittenMs);
      await window.reload();
      await window.tab("Chat socket");
      await window.webview().getByText("ended when the window was reloaded").waitFor();
      await window.screenshot("lost-session-dark");
    },
  ],
  [
    "and connects again, to the mock server too",
    async () => {
      await window.webview().getByText("connect again").click();
      await window.timeline().sees("open");
      await window.timeline().statusSays("Connected");
      await window.screenshot("connected-again-dark");
    },
  ],
  [
    "what a session recorded before the reload can be opened",
    async () => {
      await window.run("Open Earlier Capture…");
      await window.asked("Open which capture?");
      await window.item("Chat socket").first().waitFor();
      await window.screenshot("earlier-captures-dark");
      await window.choose("Chat socket");
      await window.timeline().statusSays("Recorded");
      await window.timeline().sees("open");
      await window.screenshot("earlier-capture-dark");
    },
  ],
  [
    "no page of ours broke its content security policy",
    async () => {
      assert.deepEqual(
        window.complaints.filter((text) => /content security policy/i.test(text)),
        [],
      );
    },
  ],
];
