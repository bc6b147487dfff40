/** Ways to a server that are not straight: a certificate that nobody trusts, and VS Code's own proxy. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { projectRoot } from "../server.ts";
import type { Flow } from "./flow.ts";

/** The proxy of the window's settings leads here whoever is asked for. */
const host = "app.example";

const authority = path.join(projectRoot, "test/fixtures/tls/authority");

async function startTrustless(): Promise<Server> {
  const file = (name: string) => readFileSync(path.join(authority, name));
  const server = createServer({ key: file("server-key.pem"), cert: file("server.pem") }, (_, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" }).write("data: over a certificate of our own\n\n");
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A step that fails must not keep the run from its end.
  server.unref();
  return server;
}

export const routesFlow: Flow = (window) => {
  const timeline = window.timeline();
  let address = "";
  return [
    [
      "a certificate that is not trusted is explained, with the ways to mend it",
      async () => {
        const { port } = (await startTrustless()).address() as AddressInfo;
        address = `https://localhost:${port}/events`;
        await window.run("Connect to Endpoint…");
        await window.answer("Type an address", address);
        await window.asked("Enter connects");
        await window.enter();
        await timeline.isOf("/events");
        await timeline.comesToSee(15_000, "connect failed", "no secure connection");
        await window.notification("not known here").waitFor();
        await window.screenshot("route-certificate-dark");
        await window.dismissNotifications();
        await window.run("Close Session");
      },
    ],
    [
      "accepting any certificate is said for as long as the session is open",
      async () => {
        await window.run("Connect to Endpoint…");
        await window.answer("Type an address", address);
        await window.asked("Enter connects");
        await window.choose("Certificate");
        await window.item("any is accepted").waitFor();
        await window.choose("Connect");
        await timeline.isOf("/events");
        await timeline.comesToSee(15_000, "certificate unchecked", "its authority is not known here");
        await timeline.sees("event", "over a certificate of our own");
        await window.webview().getByText("any certificate", { exact: true }).waitFor();
        await window.screenshot("route-any-certificate-dark");
        await window.run("Disconnect");
      },
    ],
    [
      "an authority of one's own makes it trusted",
      async () => {
        await window.run("Connect to Endpoint…");
        await window.answer("Type an address", address);
        await window.asked("Enter connects");
        await window.choose("Authority to trust as well");
        await window.answer("Path of its certificate", path.join(authority, "authority.pem"));
        await window.item("authority.pem").waitFor();
        await window.screenshot("route-sheet-dark");
        await window.choose("Connect");
        await timeline.isOf("/events");
        await timeline.sees("event", "over a certificate of our own");
        await window.webview().getByText("any certificate", { exact: true }).waitFor({ state: "detached" });
        await window.run("Disconnect");
      },
    ],
    [
      "VS Code's proxy is gone through, and the opening names it",
      async () => {
        await window.run("Connect to Endpoint…");
        await window.answer("Type an address", `ws://${host}/cable`);
        await window.asked("Channels");
        await window.enter();
        await window.asked("Enter connects");
        await window.enter();
        await timeline.isOf("/cable");
        await timeline.statusSays("Connected");
        const opening = timeline.rows("open", "through http://127.0.0.1:").last();
        await opening.waitFor();
        const details = await timeline.openDetails("open", "through http://127.0.0.1:");
        await details.getByText("Proxy", { exact: true }).waitFor();
        await window.screenshot("route-proxy-dark");
        await window.run("Disconnect");
      },
    ],
  ];
};
