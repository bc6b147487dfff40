/** What details tell of a message: its tree with a menu, tokens in cards, guessed bytes, its question, and what has changed. */
import assert from "node:assert/strict";
import { enterRoom } from "./enter-room.ts";
import type { Flow } from "./flow.ts";

const token =
  "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyLTQyIiwicm9sZXMiOlsiYWRtaW4iXX0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
const stream = "ImRlbW86Ym9hcmQi--d01608c1c130b57c09ae766da3853082cad24c943550c8b0516cce74c5a19360";
const messagePack = "g6JpZM8AIAAAAAAAAahjdXN0b21lcoKkbmFtZaNBbmGjdmlww6VpdGVtc5GCo3NrdaNBLTGlY291bnQC";
const first = { body: "first of two", count: 1, token, stream };
const second = { body: "second of two", count: 2, token, stream, blob: messagePack };

export const detailsFlow: Flow = (window, mock) => {
  const timeline = window.timeline();
  const tree = timeline.part("message-view > json-tree, message-view json-tree").first();
  const card = tree.locator("known-card");
  const open = async (text: string) => {
    const row = timeline.rows("message", text).last();
    await row.locator(".number").click();
    const details = timeline.part("details-pane");
    await details.locator(".headline").waitFor();
    return details;
  };
  const both = async (name: string) => {
    await window.screenshot(`${name}-dark`);
    await window.useTheme("light");
    await window.screenshot(`${name}-light`);
    await window.useTheme("dark");
  };
  return [
    [
      "two messages of one channel, as answers to two actions",
      async () => {
        await enterRoom(window, mock, "details");
        for (const data of [first, second]) {
          await timeline.compose({ Action: "speak", Data: JSON.stringify(data) });
          await timeline.sees("message", data.body);
        }
      },
    ],
    [
      "the answer names its question, and what bytes look like",
      async () => {
        const details = await open("second of two");
        await details.getByText("In answer to").waitFor();
        await details.locator("guess-section", { hasText: "Looks like MessagePack" }).getByText("customer").waitFor();
        await both("details-message");
      },
    ],
    [
      "a line of the tree has a menu",
      async () => {
        await tree.getByRole("treeitem", { name: "count" }).click({ button: "right" });
        await tree.getByRole("menuitem", { name: "Filter by This Value" }).waitFor();
        await window.screenshot("details-menu-dark");
        await window.page.keyboard.press("Escape");
      },
    ],
    [
      "a token and a signed stream name are read in a card, by keys",
      async () => {
        await tree.locator(".tree").focus();
        await window.page.keyboard.press("t");
        await window.page.keyboard.press("Enter");
        await card.getByText("user-42").waitFor();
        await window.screenshot("details-token-dark");
        await window.page.keyboard.press("Escape");
        await window.page.keyboard.press("s");
        await window.page.keyboard.press("Enter");
        await card.getByText("demo:board").waitFor();
        await window.screenshot("details-stream-dark");
        await window.page.keyboard.press("Escape");
      },
    ],
    [
      "the Diff tab shows what has changed since the message before",
      async () => {
        const details = await open("second of two");
        await details.getByRole("tab", { name: "Diff" }).click();
        await details.locator("diff-view .added", { hasText: "second of two" }).waitFor();
        await both("details-diff");
      },
    ],
    [
      "two rows stand next to each other in VS Code's diff editor",
      async () => {
        const details = timeline.part("details-pane");
        await details.getByRole("button", { name: "Open in the diff editor" }).click();
        await window.page.locator(".monaco-diff-editor .view-line", { hasText: "second of two" }).first().waitFor();
        await both("details-diff-editor");
        await window.tab("/cable");
        await details.getByRole("tab", { name: "Message" }).click();
        assert.equal(await details.locator("diff-view").count(), 0);
        await window.run("Disconnect");
      },
    ],
  ];
};
