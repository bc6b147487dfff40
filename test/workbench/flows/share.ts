/** A capture goes out with what is private masked, and a customer's HAR comes in with its verdicts. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { enterRoom } from "./enter-room.ts";
import type { Flow } from "./flow.ts";

const customer = fileURLToPath(new URL("../../fixtures/har/chrome.har", import.meta.url));

export const shareFlow: Flow = (window, mock) => {
  const timeline = window.timeline();
  const exported = path.join(mkdtempSync(path.join(tmpdir(), "framescope-share-")), "chat.har");
  return [
    [
      "a capture with something private in it",
      async () => {
        await enterRoom(window, mock, "share");
        await window.run("Publish to Mock Server…");
        await window.asked("Choose a topic");
        await window.choose("chat:share");
        await window.answer(
          "JSON, or else any text",
          '{"from":"ana@example.com","cc":["bo@example.com","ana@example.com"],"session_token":"kX92hs71Lm","ip":"203.0.113.7"}',
        );
        await timeline.sees("message", "ana@example.com");
      },
    ],
    [
      "export asks for a format and shows what is masked",
      async () => {
        await window.run("Export Capture…");
        await window.asked("Which format?");
        await window.screenshot("export-format-dark");
        await window.choose("HAR 1.2");
        await window.asked("goes out as a placeholder");
        await window.item("E-mail addresses").first().waitFor();
        await window.screenshot("export-preview-dark");
        await window.page.locator(".quick-input-widget .codicon-open-preview").click();
        await window.page.locator(".monaco-editor .view-line", { hasText: "E-mail addresses" }).first().waitFor();
        await window.screenshot("export-findings-dark");
        // The document may have taken the focus.
        await window.page.locator(".quick-input-widget:visible .monaco-button", { hasText: "OK" }).click();
      },
    ],
    [
      "the file has placeholders in place of what was private",
      async () => {
        await window.chooseFile("Export to", "OK", exported);
        await window.notification("Exported:").waitFor();
        await window.screenshot("export-done-dark");
        await window.dismissNotifications();
        const text = readFileSync(exported, "utf8");
        assert.match(text, /\[email-1\]/);
        assert.doesNotMatch(text, /ana@example\.com|kX92hs71Lm/);
        assert.match(text, /203\.0\.113\.7/);
        rmSync(path.dirname(exported), { recursive: true });
      },
    ],
    [
      "a row is copied as Markdown",
      async () => {
        await window.tab("/cable");
        await timeline.openDetails("message", "ana@example.com");
        await window.run("Copy Row as Markdown");
        await window.notification("Copied 1 row as Markdown").waitFor();
        await window.screenshot("copied-markdown-dark");
        await window.dismissNotifications();
      },
    ],
    [
      "a customer's HAR comes in with its verdicts",
      async () => {
        await window.run("Import…");
        await window.chooseFile("Import a capture", "Import", customer);
        await window.notification("Imported chrome.har: 2 timelines").waitFor();
        await timeline.isOf("chat.example/cable");
        await timeline.sees("went stale");
        await window.screenshot("import-done-dark");
        await window.notification("Imported chrome.har").getByRole("button", { name: "What Was Left Out" }).click();
        await window.page.locator(".monaco-editor .view-line", { hasText: "an ordinary request" }).first().waitFor();
        await window.screenshot("import-left-out-dark");
        await window.tab("chat.example/cable");
        await timeline.isOf("chat.example/cable");
        await timeline.sees("went stale");
        await timeline.sees("message", "grüße");
        await timeline.sees("closed", "ERR_NETWORK_CHANGED");
        await timeline.openDetails("went stale");
        await window.screenshot("imported-timeline-dark");
        await window.useTheme("light");
        await window.screenshot("imported-timeline-light");
        await window.useTheme("dark");
      },
    ],
    [
      "its event stream is there as well",
      async () => {
        await window.tab("chat.example/stream");
        await timeline.sees("event", "price");
      },
    ],
  ];
};
