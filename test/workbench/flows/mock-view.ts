/** The mock server as a development tool: what its view shows of everybody, faults added by hand, and cause beside effect. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { enterRoom } from "./enter-room.ts";
import type { Flow } from "./flow.ts";
import { mockRunning } from "./mock-running.ts";

/** A client that was closed comes back by the official client's own back-off. */
const reconnectLimitMs = 20_000;

export const mockViewFlow: Flow = (window, mock, workspace) => {
  const client = window.timeline();
  const { page } = window;
  const inBothThemes = async (name: string): Promise<void> => {
    await window.screenshot(`${name}-dark`);
    await window.useTheme("light");
    await window.screenshot(`${name}-light`);
    await window.useTheme("dark");
  };
  /** A row of the Mock Server view, brought into sight. */
  const row = async (text: string): Promise<Locator> => {
    const found = window.treeItem(text).first();
    await found.waitFor();
    return found;
  };
  const unfold = async (text: string): Promise<void> => {
    await (await row(text)).locator(".monaco-tl-twistie").click();
  };
  return [
    [
      "clients of three doors hear one topic",
      async () => {
        await window.showViews();
        await mockRunning(window, mock);
        await window.run("Connect to Endpoint…");
        await window.answer("Type an address", `http://${mock}/events?topic=chat:lobby`);
        await window.asked("Enter connects");
        await window.enter();
        await enterRoom(window, mock, "lobby");
        await window.run("Connect to Mock Server…");
        await window.choose("AnyCable");
        await client.sees("confirm_subscription", "lobby");
      },
    ],
    [
      "what is selected in an editor is published, the topic that was used last first",
      async () => {
        const file = path.join(workspace, "message.json");
        writeFileSync(file, JSON.stringify({ user: "Ada", body: "from an editor" }, undefined, 2));
        await window.openFile("message.json");
        await window.goTo(1, 1);
        await window.run("Publish Selection to Mock…");
        await window.asked("Sent as JSON: object");
        await window.screenshot("publish-selection-dark");
        await window.choose("chat:lobby");
        await page.locator(".tab", { hasText: "message.json" }).click({ button: "middle" });
        await window.tab("/cable");
        await client.sees("message", "from an editor");
      },
    ],
    [
      "the view shows doors, topics with their history, clients with their position, and faults",
      async () => {
        for (const pane of ["Endpoints", "Sessions"]) {
          const header = page.locator(".pane-header", { hasText: pane });
          if ((await header.getAttribute("aria-expanded")) === "true") await header.click();
        }
        await unfold("chat:lobby");
        await row("from an editor");
        await unfold("#4 /cable");
        await window.treeItem("up to date").first().waitFor();
        await window.treeItem("Add Fault…").waitFor();
        await inBothThemes("mock-view");
      },
    ],
    [
      "a publication opens as a document",
      async () => {
        await window.treeItem("from an editor").first().click();
        await page.locator(".tab", { hasText: "chat:lobby #1.json" }).waitFor();
        await window.screenshot("mock-publication-dark");
        await page.locator(".tab", { hasText: "chat:lobby #1.json" }).click({ button: "middle" });
      },
    ],
    [
      "a fault is asked for on one sheet, which says what is wrong, and is listed",
      async () => {
        await window.run("Add Fault to Mock Server…");
        await window.asked("What should go wrong?");
        await window.screenshot("fault-kinds-dark");
        await window.choose("Drop");
        await window.asked("Enter adds it");
        await window.choose("Topic");
        await window.asked("On which topic?");
        await window.choose("chat:lobby");
        await window.asked("Enter adds it");
        await window.choose("Client");
        await window.asked("Of which client?");
        await window.choose("#4 /cable");
        await window.asked("Enter adds it");
        await window.choose("How often");
        await window.answer("How often", "never");
        await page.locator(".quick-input-message", { hasText: "whole number" }).waitFor();
        await window.answer("How often", "1");
        await window.asked("Enter adds it");
        await window.screenshot("fault-sheet-dark");
        await window.choose("Add Fault");
        await window.treeItem("has not struck yet").waitFor();
      },
    ],
    [
      "the mock's timeline stands beside the client's, and shows what the client cannot know",
      async () => {
        await window.tab("Mock /cable");
        await window.run("Open Mock Timeline");
        await page.locator(".tab", { hasText: "Mock server :" }).first().waitFor();
        for (const body of ["dropped for one", "comes through"]) {
          await window.run("Publish to Mock Server…");
          await window.asked("Choose a topic");
          await window.choose("chat:lobby");
          await window.answer("JSON, or else any text", JSON.stringify({ body }));
        }
        await window.webview(1).locator(".row", { hasText: "fault injected" }).first().waitFor();
        await window.webview(0).locator(".row", { hasText: "gap found" }).first().waitFor();
        await inBothThemes("cause-and-effect");
      },
    ],
    [
      "one client is closed with a code, and its rows are shown alone",
      async () => {
        await window.useTheme("light");
        await window.chooseFromMenu(
          "#3 /cable",
          "Close with Code…",
          page.locator(".quick-input-widget", { hasText: "Strike Now" }),
        );
        await window.asked("Enter adds it");
        await window.choose("Reason");
        await window.answer("Reason", "maintenance");
        await window.asked("Enter adds it");
        await window.screenshot("fault-sheet-light");
        await window.choose("Strike Now");
        await window.useTheme("dark");
        await window
          .webview(1)
          .locator(".row", { hasText: "maintenance" })
          .first()
          .waitFor({ timeout: reconnectLimitMs });
        const others = window.webview(1).locator(".row", { hasText: "#3" }).first();
        await window.chooseFromMenu("#4 /cable", "Show Rows in Mock Timeline", others, "hidden");
        await inBothThemes("mock-one-client");
      },
    ],
    [
      "faults are removed again",
      async () => {
        await window.chooseFromMenu("#4 /cable", "Go Silent", window.treeItem("Go Silent").first());
        await window.run("Remove All Faults");
        await window.treeItem("Go Silent").first().waitFor({ state: "detached" });
      },
    ],
  ];
};
