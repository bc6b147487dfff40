/** What a person is told when it does not work: a wrong address, a missing channel name, nobody there. */
import { freePort } from "../../free-port.ts";
import type { Flow } from "./flow.ts";

export const failuresFlow: Flow = (window, mock) => [
  [
    "an address that cannot be one is explained while it is typed",
    async () => {
      await window.run("Connect to Endpoint…");
      await window.asked("Type an address");
      await window.type("ftp://example.test/");
      await window.item("begins with ftp").waitFor();
      await window.escape();
    },
  ],
  [
    "a channel that is none gets a sentence, and can be mended",
    async () => {
      await window.run("Connect to Endpoint…");
      await window.answer("Type an address", `ws://${mock}/cable`);
      await window.answer("Channels", '{"room":"lobby"}');
      await window.asked("press Enter to go on");
      await window.enter();
      await window.asked("Enter connects");
      await window.enter();
      await window.notification("channel").waitFor();
      await window.screenshot("failure-channel-dark");
      await window.dismissNotifications();
    },
  ],
  [
    "a refused port is told once, with the way to mend it",
    async () => {
      await window.run("Connect to Endpoint…");
      await window.answer("Type an address", `ws://127.0.0.1:${await freePort()}/cable`);
      await window.asked("Channels");
      await window.enter();
      await window.asked("Enter connects");
      await window.enter();
      await window.timeline().isOf("/cable");
      const notification = window.notification("refused");
      await notification.waitFor();
      await window.screenshot("failure-refused-dark");
      await notification.getByRole("button", { name: "Edit and Retry" }).click();
      await window.asked("Enter connects");
      await window.escape();
      await window.run("Close Session");
    },
  ],
];
