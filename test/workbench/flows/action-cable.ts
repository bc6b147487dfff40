/** Action Cable from the first address to the verdict: connect, subscribe, publish, look, send, lose the server, find it again. */
import assert from "node:assert/strict";
import type { Flow } from "./flow.ts";

/** A Rails client looks for its server again after some seconds, not at once. */
const reconnectLimitMs = 40_000;
const pingLimitMs = 10_000;

export const actionCableFlow: Flow = (window, mock) => {
  const timeline = window.timeline();
  return [
    [
      "connect: the address tells the protocol, and the protocol asks for its channels",
      async () => {
        await window.run("Connect to Endpoint…");
        await window.answer("Type an address", `ws://${mock}/cable`);
        await window.asked("Channels");
        await window.screenshot("connect-channels-dark");
        await window.answer("Channels", 'ChatChannel {"room":"lobby"}');
        await window.asked("press Enter to go on");
        await window.enter();
        await window.asked("Enter connects");
        await window.screenshot("connect-form-dark");
        await window.enter();
      },
    ],
    [
      "the timeline shows welcome and confirmation with the channel",
      async () => {
        await timeline.sees("welcome");
        await timeline.sees("confirm_subscription", "lobby");
        await window.treeItem("lobby").first().waitFor();
      },
    ],
    [
      "subscribe from the palette",
      async () => {
        await window.run("Subscribe…");
        await window.answer("Channel", 'ChatChannel {"room":"dev"}');
        await timeline.sees("confirm_subscription", "dev");
      },
    ],
    [
      "what is published arrives as a message of its channel",
      async () => {
        await window.run("Publish to Mock Server…");
        await window.asked("Choose a topic");
        await window.screenshot("publish-topics-dark");
        await window.choose("chat:lobby");
        await window.asked("Publish to chat:lobby");
        await window.answer("JSON, or else any text", '{"body":"hello from the mock","user":{"id":42,"name":"Ana"}}');
        await timeline.sees("message", "lobby", "hello from the mock");
      },
    ],
    [
      "pings are folded",
      async () => {
        await timeline.comesToSee(pingLimitMs, "ping");
      },
    ],
    [
      "details open for the row that is clicked",
      async () => {
        const details = await timeline.openDetails("message", "hello from the mock");
        await details.getByText("Ana").first().waitFor();
        await window.screenshot("timeline-details-dark");
      },
    ],
    [
      "its payload opens in an editor",
      async () => {
        const details = await timeline.openDetails("message", "hello from the mock");
        await details.getByRole("tab", { name: "Raw" }).click();
        await details.getByRole("button", { name: "Open in an editor" }).click();
        await window.page.locator(".monaco-editor .view-line", { hasText: "hello from the mock" }).first().waitFor();
        await window.screenshot("payload-editor-dark");
        await window.tab("/cable");
        await details.getByRole("tab", { name: "Message" }).click();
        // Looking at a row stops the list from following the newest.
        await window.run("Toggle Following the Newest Row");
      },
    ],
    [
      "the filter leaves only rows that match",
      async () => {
        await timeline.filter("hello from");
        await timeline.rows("welcome").first().waitFor({ state: "hidden" });
        await timeline.sees("message", "hello from the mock");
        await window.screenshot("timeline-filter-dark");
        await timeline.filter("");
        await timeline.sees("welcome");
      },
    ],
    [
      "an action is sent from the palette",
      async () => {
        await window.run("Send Message…");
        await window.choose("Perform");
        await window.asked("Channel");
        await window.choose("lobby");
        await window.answer("Action", "speak");
        await window.answer("Data", '{"body":"from the palette"}');
        await timeline.sees("message", "from the palette");
      },
    ],
    [
      "an action is sent from the composer",
      async () => {
        await timeline.compose({ Action: "speak", Data: '{"body":"from the composer"}' });
        await timeline.sees("message", "from the composer");
      },
    ],
    [
      "the mock server is killed: the session waits, and says for how long",
      async () => {
        await window.run("Stop Mock Server");
        await timeline.sees("closed");
        await timeline.statusSays("Waiting");
        await window.treeItem("waiting").first().waitFor();
      },
    ],
    [
      "it comes back: the session reconnects, and names the blind window",
      async () => {
        await window.run("Start Mock Server");
        await window.notification("The mock server runs").waitFor();
        await window.dismissNotifications();
        await timeline.comesToSee(reconnectLimitMs, "blind");
        await timeline.statusSays("Connected");
        await window.screenshot("timeline-blind-window-dark");
        await window.useTheme("light");
        await window.screenshot("timeline-blind-window-light");
        await window.useTheme("dark");
      },
    ],
    [
      "disconnect stops it",
      async () => {
        await window.run("Disconnect");
        await timeline.statusSays("Disconnected");
        assert.equal(await window.offers("Subscribe…"), false);
      },
    ],
  ];
};
