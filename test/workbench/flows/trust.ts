/** A workspace that names servers and secrets, in a window that does not trust it yet: nothing happens until it does. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Flow } from "./flow.ts";

const configuration = JSON.stringify({
  endpoints: [
    {
      name: "Somebody's server",
      url: "ws://127.0.0.1:9/cable",
      protocol: "action-cable",
      headers: { Authorization: "Bearer $" + "{secret:Chat token}" },
    },
  ],
});

export const trustFlow: Flow = (window, _mock, workspace) => [
  [
    "without trust nothing of the workspace's file is offered, and a row says why",
    async () => {
      mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
      writeFileSync(path.join(workspace, ".vscode/framescope.json"), configuration);
      await window.showViews();
      await window.treeItem("Waiting for trust").waitFor();
      assert.equal(await window.treeItem("Somebody's server").count(), 0);
      await window.screenshot("untrusted-dark");
      await window.run("Connect to Endpoint…");
      await window.asked("Type an address");
      assert.equal(await window.item("Somebody's server").count(), 0);
      await window.escape();
    },
  ],
  [
    "the row leads to where trust is given, and then the endpoints are there",
    async () => {
      await window.treeItem("Waiting for trust").click();
      await window.page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
      await window.treeItem("Somebody's server").waitFor();
      assert.equal(await window.treeItem("Waiting for trust").count(), 0);
      await window.screenshot("trusted-dark");
      await window.closeTabs();
    },
  ],
];
