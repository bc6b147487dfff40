/** Before anything is connected: what the views say, what the palette offers, and the mock server started. */
import assert from "node:assert/strict";
import type { Flow } from "./flow.ts";

export const firstLookFlow: Flow = (window, mock) => [
  [
    "the views say what to do while there is nothing",
    async () => {
      await window.showViews();
      await window.page.getByRole("button", { name: "Connect to Endpoint…" }).first().waitFor();
      await window.page.getByRole("button", { name: "Start Mock Server" }).first().waitFor();
      await window.screenshot("first-look-dark");
    },
  ],
  [
    "the palette hides commands that make no sense",
    async () => {
      assert.equal(await window.offers("Start Mock Server"), true);
      for (const title of ["Stop Mock Server", "Disconnect", "Subscribe…", "Open Timeline"])
        assert.equal(await window.offers(title), false, title);
    },
  ],
  [
    "the mock server starts from the palette, and its view lists the doors",
    async () => {
      await window.run("Start Mock Server");
      await window.notification(`The mock server runs at http://${mock}`).waitFor();
      for (const door of ["/cable", "/events", "/ws"]) await window.treeItem(door).first().waitFor();
      await window.dismissNotifications();
      assert.equal(await window.offers("Stop Mock Server"), true);
      assert.equal(await window.offers("Start Mock Server"), false);
    },
  ],
];
