/** Endpoints are found again: saved under a name, listed, connected with one pick. */
import type { Flow } from "./flow.ts";

export const endpointsFlow: Flow = (window) => [
  [
    "a session's endpoint is saved under a name",
    async () => {
      await window.tab("/ws");
      await window.timeline().isOf("/ws");
      await window.run("Save Endpoint…");
      await window.answer("Save Endpoint", "Chat socket");
      await window.treeItem("Chat socket").first().waitFor();
    },
  ],
  [
    "connect offers it, and connects at once",
    async () => {
      await window.run("Connect to Endpoint…");
      await window.asked("Type an address");
      await window.choose("Chat socket");
      await window.timeline().isOf("Chat socket");
      await window.timeline().statusSays("Connected");
      await window.statusBar().filter({ hasText: "1 open" }).waitFor();
      await window.screenshot("views-full-dark");
      await window.useTheme("light");
      await window.screenshot("views-full-light");
      await window.useTheme("dark");
    },
  ],
];
